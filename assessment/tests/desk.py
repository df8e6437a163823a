"""What the tests of the instrument desk do again and again: write, simulate, publish."""

from dataclasses import replace
from datetime import date, timedelta

from assessment import authoring, instrument, publishing, simulation
from assessment.authoring import BandFacts, ChoiceFacts, QuestionFacts, SlotFacts
from assessment.models import Instrument
from assessment.tests.conftest import NOW, TODAY
from puskesos.models import User


def facts_of(draft: Instrument, code: str, **changes) -> QuestionFacts:
    """A question as it stands in a draft, with changes."""
    question = instrument.read(draft).question(code)
    choices = tuple(ChoiceFacts(c.code, c.text, c.score, c.criteria) for c in question.choices)
    return replace(QuestionFacts(question.text, question.help, question.basis, choices, question.edges), **changes)


def rescored(facts: QuestionFacts, *scores: int) -> QuestionFacts:
    """The same question with other points."""
    return replace(
        facts, choices=tuple(replace(c, score=score) for c, score in zip(facts.choices, scores, strict=True))
    )


def bands_of(draft: Instrument, *highs: int) -> list[BandFacts]:
    """The classes of a draft with other upper edges."""
    bands = instrument.read(draft).bands
    return [BandFacts(b.code, b.text, high) for b, high in zip(bands, (*highs, 4500), strict=True)]


def slots_of(draft: Instrument) -> list[SlotFacts]:
    """The photo slots of a draft."""
    return [SlotFacts(slot.code, slot.text, slot.required) for slot in instrument.read(draft).slots]


def simulate(draft: Instrument, *, by: User, round=None):
    """Ask, work every village off, and finish."""
    asked = simulation.ask(draft, round=round, by=by, at=NOW)
    for chunk in asked.chunks.all():
        simulation.work_off(chunk.pk, at=NOW)
    simulation.finish(asked.pk, at=NOW)
    asked.refresh_from_db()
    return asked


def publish_stricter(source: Instrument, *, author: User, manager: User, valid_from: date = TODAY) -> Instrument:
    """A version in which 450 VA counts as poor as no meter, in force from a day on."""
    draft = authoring.copy(source, by=author, at=NOW)
    facts = rescored(facts_of(draft, "lighting"), 100, 100, 300)
    authoring.edit_question(draft, "lighting", facts, revision=1, by=author, at=NOW)
    draft.refresh_from_db()
    simulate(draft, by=author)
    publishing.publish(
        draft,
        revision=draft.revision,
        valid_from=valid_from,
        grace_days=14,
        by=manager,
        at=NOW,
        on=min(valid_from, TODAY),
    )
    draft.refresh_from_db()
    return draft


AFTER_GRACE = TODAY + timedelta(days=15)
