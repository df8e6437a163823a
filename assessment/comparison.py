"""What differs between two versions of the instrument, or between two days of one draft, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.instrument import ChoiceDefinition, Definition, QuestionDefinition

NOTHING = "–"


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was: where, and both sides as they are read."""

    what: str
    before: str
    after: str


def differences(before: Definition, after: Definition) -> list[Difference]:
    """Everything that differs, in the order of the instrument: facts, questions, classes, photos."""
    return [*_facts(before, after), *_questions(before, after), *_bands(before, after), *_slots(before, after)]


def number_words(value: float) -> str:
    """`1.5` as it is written here: `1,5`; whole numbers without decimals."""
    return f"{value:g}".replace(".", ",")


def _pairs(what: str, *pairs: tuple[str, object, object]) -> Iterator[Difference]:
    """A difference for each pair of sides that are not the same."""
    for word, before, after in pairs:
        if before != after:
            yield Difference(f"{what} · {word}" if what else word, str(before or NOTHING), str(after or NOTHING))


def _facts(before: Definition, after: Definition) -> Iterator[Difference]:
    return _pairs(
        "",
        (_("Judul"), before.title, after.title),
        (_("Dasar hukum"), before.legal_basis, after.legal_basis),
        (_("Jumlah foto paling sedikit"), before.minimum_photos, after.minimum_photos),
    )


def _questions(before: Definition, after: Definition) -> Iterator[Difference]:
    for question in before.questions:
        if question.code not in after.by_code:
            yield Difference(f"{question.number}. {question.text}", _("ada"), _("dihapus"))
    for question in after.questions:
        was = before.by_code.get(question.code)
        if was is None:
            yield Difference(f"{question.number}. {question.text}", NOTHING, _("baru"))
        else:
            yield from _question(was, question)


def _question(was: QuestionDefinition, now: QuestionDefinition) -> Iterator[Difference]:
    what = _("Pertanyaan %(n)d") % {"n": now.number}
    yield from _pairs(
        what,
        (_("kalimat"), was.text, now.text),
        (_("petunjuk"), was.help, now.help),
        (_("dasar"), was.basis, now.basis),
        (_("batas hitungan"), _edges(was), _edges(now)),
    )
    choices = {choice.code: choice for choice in was.choices}
    for choice in now.choices:
        if choice.code in choices:
            yield from _choice(what, choices.pop(choice.code), choice)
        else:
            yield Difference(f"{what} · {_('pilihan baru')}", NOTHING, f"{choice.text} ({choice.score})")
    for choice in choices.values():
        yield Difference(f"{what} · {_('pilihan dihapus')}", f"{choice.text} ({choice.score})", NOTHING)


def _edges(question: QuestionDefinition) -> str:
    return "; ".join(map(number_words, question.edges))


def _choice(what: str, was: ChoiceDefinition, now: ChoiceDefinition) -> Iterator[Difference]:
    return _pairs(
        f"{what}, “{was.text[:60]}”",
        (_("kalimat"), was.text, now.text),
        (_("skor"), was.score, now.score),
        (_("kriteria"), ", ".join(sorted(was.criteria)), ", ".join(sorted(now.criteria))),
    )


def _bands(before: Definition, after: Definition) -> Iterator[Difference]:
    for band in after.bands:
        was = before.band(band.code)
        if was:
            yield from _pairs(
                _("Kelas %(name)s") % {"name": was.text},
                (_("nama"), was.text, band.text),
                (_("batas"), f"{was.low}–{was.high}", f"{band.low}–{band.high}"),
            )


def _slots(before: Definition, after: Definition) -> Iterator[Difference]:
    words = {True: _("wajib"), False: _("boleh kosong"), None: NOTHING}
    for slot in before.slots:
        if after.slot(slot.code) is None:
            yield Difference(_("Foto %(name)s") % {"name": slot.text}, words[slot.required], _("dihapus"))
    for slot in after.slots:
        was = before.slot(slot.code)
        what = _("Foto %(name)s") % {"name": slot.text}
        if was:
            yield from _pairs(
                what,
                (_("nama"), was.text, slot.text),
                (_("wajib"), words[was.required], words[slot.required]),
            )
        else:
            yield Difference(what, NOTHING, words[slot.required])
