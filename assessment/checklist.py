"""What is asked of an assessment and what is still missing: one description for pages and for sending."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment import instrument, rows_of_visit
from assessment.instrument import Definition, QuestionDefinition
from assessment.models import Assessment
from assessment.rows_of_visit import Found

QUESTIONS_PER_PAGE = 3


@dataclass(frozen=True)
class Missing:
    """One thing that is still to be done: which task, and in words."""

    task: str
    text: str


@dataclass(frozen=True)
class Task:
    """A row of the task list: what, how far, and what is missing."""

    code: str
    title: str
    done: int
    total: int
    missing: list[Missing]

    @property
    def is_complete(self) -> bool:
        """Whether nothing of this task is missing."""
        return not self.missing


def pages(definition: Definition) -> list[tuple[QuestionDefinition, ...]]:
    """The questions in pages of three, in the instrument's order (capture.md D1)."""
    questions = definition.questions
    return [questions[start : start + QUESTIONS_PER_PAGE] for start in range(0, len(questions), QUESTIONS_PER_PAGE)]


def page_of(definition: Definition, code: str) -> int:
    """Number of the page a question stands on, from 1."""
    return next(n for n, page in enumerate(pages(definition), 1) if any(q.code == code for q in page))


def tasks(assessment: Assessment, found: Found | None = None) -> list[Task]:
    """The four tasks before sending, in order; `found` where somebody has looked already."""
    found = found or rows_of_visit.found_of(assessment)
    return [*_before_photos(assessment, found), _photos(assessment, found)]


def missing_items(assessment: Assessment, found: Found | None = None) -> list[Missing]:
    """Everything that still keeps this assessment from being sent, in the order of the tasks."""
    return [item for task in tasks(assessment, found) for item in task.missing]


def missing_besides_photos(assessment: Assessment, found: Found) -> list[Missing]:
    """What keeps the answers from being complete; photos may follow them."""
    return [item for task in _before_photos(assessment, found) for item in task.missing]


def _before_photos(assessment: Assessment, found: Found) -> list[Task]:
    return [_identity(assessment, found), _position(assessment), _questions(assessment)]


def _identity(assessment: Assessment, found: Found) -> Task:
    missing = []
    if not found.has_head:
        missing.append(Missing("identity", _("Isi kepala keluarga.")))
    if assessment.identity_confirmed_at is None:
        missing.append(Missing("identity", _("Periksa identitas dan anggota, lalu tekan “Sudah sesuai”.")))
    return Task("identity", _("Identitas dan anggota"), 2 - len(missing), 2, missing)


def _position(assessment: Assessment) -> Task:
    missing = [] if assessment.is_located else [Missing("position", _("Ambil titik lokasi rumah."))]
    return Task("position", _("Lokasi rumah"), 1 - len(missing), 1, missing)


def _questions(assessment: Assessment) -> Task:
    definition = instrument.definition(assessment.instrument_id)
    asked = definition.asked(assessment.overrides)
    missing = [
        Missing("questions", _("Jawab pertanyaan %(n)d: %(text)s") % {"n": question.number, "text": question.text})
        for question in asked
        if not _is_answered(question, assessment)
    ]
    return Task(
        "questions",
        _("%(n)d pertanyaan") % {"n": len(definition.questions)},
        len(asked) - len(missing),
        len(asked),
        missing,
    )


def _is_answered(question: QuestionDefinition, assessment: Assessment) -> bool:
    """A computed question is answered by its number; the member count comes from the registry."""
    if question.is_computed:
        return all(name in assessment.numbers for name in question.inputs if name != "member_count")
    return question.choice(assessment.answers.get(question.code)) is not None


def _photos(assessment: Assessment, found: Found) -> Task:
    definition = instrument.definition(assessment.instrument_id)
    needed, slots = definition.photos_needed(assessment.overrides)
    taken = found.slots
    missing = [
        Missing("photos", _("Ambil foto: %(slot)s") % {"slot": slot.text}) for slot in slots if slot.code not in taken
    ]
    if not missing and len(taken) < needed:
        missing.append(Missing("photos", _("Ambil %(n)d foto lagi.") % {"n": needed - len(taken)}))
    return Task("photos", _("Foto"), max(needed - len(missing), 0) if missing else len(taken), needed, missing)
