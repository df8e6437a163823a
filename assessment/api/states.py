"""What phones are shown: the state of a draft, and an instrument without its points."""

import re
from typing import Any

from assessment import drafts, instrument, manifests, visit_list
from assessment.drafts import State
from assessment.models import Assessment
from assessment.visit_list import HELD
from puskesos.models import User

DIGEST = re.compile(r"[0-9a-f]{64}")


def is_digest(text: str) -> bool:
    """Whether a text is a SHA-256 in hex."""
    return DIGEST.fullmatch(text) is not None


def shown(state: State) -> dict[str, Any]:
    """The state of a draft."""
    assessment, draft = state.assessment, state.draft
    digest = draft.content_sha256 if draft and draft.revision == state.revision else ""
    facts = {
        "assessment": str(state.pk),
        "revision": str(state.revision),
        "problems": state.problems,
        "content_sha256": digest or drafts.content_hash(drafts.content_now(state)),
    }
    return facts | (_of_assessment(state, facts["content_sha256"]) if assessment else _not_begun(state))


def _not_begun(state: State) -> dict[str, Any]:
    """Its photos are taken all the same; how many are needed is said once it is begun."""
    return {
        "status": "draft",
        "photos": {"stored": 0, "needed": 0},
        "missing_photos": manifests.missing_of_draft(state.draft) if state.draft else [],
        "answers_received_at": None,
        "late": False,
        "receipt": None,
    }


def _of_assessment(state: State, digest: str) -> dict[str, Any]:
    assessment = state.assessment
    missing = manifests.missing(assessment) if state.missing is None else state.missing
    needed, _slots = instrument.definition(assessment.instrument_id).photos_needed(assessment.overrides)
    announced = len(assessment.manifest) or assessment.photos.filter(removed_at=None).count()
    photos = {"stored": announced - len(missing), "needed": max(needed, announced)}
    return {
        "status": visit_list.status_of(assessment),
        "photos": photos,
        "missing_photos": missing,
        "answers_received_at": assessment.answers_received_at,
        "late": assessment.is_late,
        "receipt": _receipt(assessment, digest, photos),
    }


def _receipt(assessment: Assessment, digest: str, photos: dict[str, int]) -> dict[str, Any] | None:
    if assessment.submitted_at is None:
        return None
    return {
        "number": assessment.receipt_number,
        "received_at": assessment.submitted_at,
        "content_sha256": digest,
        "photos": photos,
    }


def current(state: State, user: User) -> dict[str, Any]:
    """The state with the draft itself, and its family as it is on record."""
    assessment, content = state.assessment, drafts.content_now(state)
    version = assessment.instrument_id if assessment else state.draft.instrument_id
    family = visit_list.family_of_draft(content, user)
    facts = {**shown(state), "instrument": version, "content": content, "household": family}
    return facts | {"status": HELD} if assessment and visit_list.held_for(user, [assessment]) else facts


def problem_code(state: State) -> str:
    """`grace` or `closed` where that is what keeps a draft from being begun."""
    return next((code for code in ("grace", "closed") if code in state.problems), "problems")


def instrument_shown(definition: instrument.Definition) -> dict[str, Any]:
    """What the operator is asked, without points, classes and criteria (capture.md D)."""
    return {
        "id": definition.id,
        "version": definition.version,
        "title": definition.title,
        "minimum_photos": definition.minimum_photos,
        "questions": [_question(one) for one in definition.questions],
        "slots": [{"code": one.code, "text": one.text, "required": one.required} for one in definition.slots],
        "overrides": [
            {"code": one.code, "text": one.text, "skips": one.skips, "minimum_photos": one.minimum_photos}
            for one in definition.overrides
        ],
    }


def _question(question: instrument.QuestionDefinition) -> dict[str, Any]:
    return {
        "code": question.code,
        "number": question.number,
        "text": question.text,
        "help": question.help,
        "rule": question.rule,
        "inputs": question.inputs,
        "edges": question.edges,
        "choices": [{"code": choice.code, "text": choice.text} for choice in question.choices],
    }
