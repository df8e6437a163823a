"""What a draft of the instrument must be before it may score a family: pure rules, each with its sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from assessment.comparison import differences
from assessment.instrument import CriteriaSetDefinition, Definition, QuestionDefinition
from assessment.models import LEAST_PHOTOS

# Fifteen answers of 100 to 300 points: totals from 1500 to 4500 in steps of 100 (domain.md §5.1).
QUESTIONS, LOWEST, HIGHEST, STEP = 15, 1500, 4500, 100
WORST, BEST = 100, 300
# An assessment holds so many photos (assessment.capture).
MOST_PHOTOS = 15
# The slot that takes several photos; every other one holds one.
OPEN_SLOT = "other"


@dataclass(frozen=True)
class Check:
    """One line of the checklist, and what still stands in its way."""

    text: str
    problems: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.problems


def checklist(draft: Definition, *, before: Definition) -> list[Check]:
    """Every rule with what breaks it; `before` is the version the draft was copied from."""
    rules: list[tuple[str, Callable[[], Iterable[str]]]] = [
        (_("Ada %(n)d pertanyaan dengan kalimat dan dasarnya") % {"n": QUESTIONS}, lambda: _fifteen(draft)),
        (_("Setiap pertanyaan punya jawaban 100 dan 300"), lambda: _both_ends(draft)),
        (_("Pilihan jelas dan berbeda satu sama lain"), lambda: _choices_differ(draft)),
        (_("Pertanyaan hitungan punya batas yang naik"), lambda: _edges_rise(draft)),
        (_("Kelas menutup 1500 sampai 4500 tanpa celah"), lambda: _bands_cover(draft)),
        (_("Paling sedikit %(n)d foto, dan bisa dipenuhi") % {"n": LEAST_PHOTOS}, lambda: _photos(draft)),
        (_("Setiap kriteria hukum tetap dihitung"), lambda: _criteria_met(draft, before)),
        (_("Kode pertanyaan dan pilihan tetap"), lambda: _codes_stay(draft, before)),
        (_("Keadaan khusus menunjuk kelas dan pertanyaan yang ada"), lambda: _overrides(draft)),
        (_("Ada perubahan dari versi sebelumnya"), lambda: _something_new(draft, before)),
    ]
    return [Check(text, tuple(find())) for text, find in rules]


def problems(draft: Definition, *, before: Definition) -> list[str]:
    """All that stands in the way of publishing, in the order of the checklist."""
    return [problem for check in checklist(draft, before=before) for problem in check.problems]


def criteria_known(definition: Definition) -> dict[CriteriaSetDefinition, list[str]]:
    """The criteria that answers of an instrument can meet, by legal list, in the order of the law."""
    met = {code for question in definition.questions for choice in question.choices for code in choice.criteria}
    return {
        group: sorted((code for code in met if code.startswith(f"{group.code}-")), key=_legal_order)
        for group in definition.criteria_sets
    }


def _legal_order(code: str) -> tuple[int, str]:
    number = code.rpartition("-")[2]
    return (int(number), "") if number.isdecimal() else (0, number)


def _fifteen(draft: Definition) -> Iterable[str]:
    if len(draft.questions) != QUESTIONS:
        yield _("Ada %(n)d pertanyaan; harus %(must)d, supaya skor tetap 1500 sampai 4500.") % {
            "n": len(draft.questions),
            "must": QUESTIONS,
        }
    for question in draft.questions:
        if not question.text.strip() or not question.basis.strip():
            yield _("Pertanyaan %(n)d belum punya kalimat atau dasar.") % {"n": question.number}


def _both_ends(draft: Definition) -> Iterable[str]:
    for question in draft.questions:
        scores = {choice.score for choice in question.choices}
        for wanted in (WORST, BEST):
            if wanted not in scores:
                yield _("Pertanyaan %(n)d tidak punya pilihan dengan skor %(score)d.") % {
                    "n": question.number,
                    "score": wanted,
                }


def _choices_differ(draft: Definition) -> Iterable[str]:
    for question in draft.questions:
        texts = [choice.text.strip().casefold() for choice in question.choices]
        if "" in texts or len(set(texts)) < len(texts):
            yield _("Pertanyaan %(n)d punya dua pilihan yang sama atau pilihan tanpa kalimat.") % {"n": question.number}


def _edges_rise(draft: Definition) -> Iterable[str]:
    for question in draft.questions:
        if question.is_computed and not _is_computable(question):
            yield _("Pertanyaan %(n)d: batas hitungan harus naik, satu lebih sedikit dari pilihannya.") % {
                "n": question.number
            }


def _is_computable(question: QuestionDefinition) -> bool:
    rising = all(low < high for low, high in pairwise(question.edges))
    scores = [choice.score for choice in question.choices]
    return rising and len(question.edges) == len(scores) - 1 and scores == sorted(scores)


def _bands_cover(draft: Definition) -> Iterable[str]:
    for total in range(LOWEST, HIGHEST + STEP, STEP):
        holding = [band.text for band in draft.bands if band.low <= total <= band.high]
        if not holding:
            yield _("Skor %(total)d tidak masuk kelas mana pun.") % {"total": total}
        elif len(holding) > 1:
            yield _("Skor %(total)d masuk %(names)s sekaligus.") % {"total": total, "names": ", ".join(holding)}
    for band in draft.bands:
        if band.low > band.high or band.low % STEP or band.high % STEP:
            yield _("Kelas %(name)s: batas harus kelipatan 100 dan tidak terbalik.") % {"name": band.text}


def _photos(draft: Definition) -> Iterable[str]:
    required = sum(slot.required for slot in draft.slots)
    if not LEAST_PHOTOS <= draft.minimum_photos <= MOST_PHOTOS:
        yield _("Jumlah foto paling sedikit harus %(least)d sampai %(most)d.") % {
            "least": LEAST_PHOTOS,
            "most": MOST_PHOTOS,
        }
    if required > MOST_PHOTOS:
        yield _("Paling banyak %(most)d foto wajib.") % {"most": MOST_PHOTOS}
    if draft.slot(OPEN_SLOT) is None and len(draft.slots) < draft.minimum_photos:
        yield _("Hanya ada %(n)d tempat foto, kurang dari jumlah yang diminta.") % {"n": len(draft.slots)}


def _criteria_met(draft: Definition, before: Definition) -> Iterable[str]:
    now = criteria_known(draft)
    for group, codes in criteria_known(before).items():
        lost = [code for code in codes if code not in now.get(group, [])]
        if lost:
            yield _("%(title)s: tidak ada pilihan yang memenuhi %(codes)s.") % {
                "title": group.title,
                "codes": ", ".join(lost),
            }
    known = {code for codes in criteria_known(before).values() for code in codes}
    for question in draft.questions:
        strange = {code for choice in question.choices for code in choice.criteria} - known
        if strange:
            yield _("Pertanyaan %(n)d menyebut kriteria yang tidak dikenal: %(codes)s.") % {
                "n": question.number,
                "codes": ", ".join(sorted(strange)),
            }


def _codes_stay(draft: Definition, before: Definition) -> Iterable[str]:
    """A code keeps its meaning for ever: answers of many years are counted by it."""
    for question in draft.questions:
        was = before.by_code.get(question.code)
        if was and (was.rule, was.inputs) != (question.rule, question.inputs):
            yield _("Pertanyaan %(n)d memakai kode lama “%(code)s” untuk cara menjawab lain.") % {
                "n": question.number,
                "code": question.code,
            }
        codes = [choice.code for choice in question.choices]
        if len(set(codes)) < len(codes):
            yield _("Pertanyaan %(n)d punya dua pilihan dengan kode yang sama.") % {"n": question.number}


def _overrides(draft: Definition) -> Iterable[str]:
    for override in draft.overrides:
        if (override.band and draft.band(override.band) is None) or set(override.skips) - set(draft.by_code):
            yield _("“%(text)s” menunjuk kelas atau pertanyaan yang tidak ada lagi.") % {"text": override.text}


def _something_new(draft: Definition, before: Definition) -> Iterable[str]:
    if not differences(before, draft):
        yield _("Draf ini sama dengan versi sebelumnya. Ubah dahulu yang perlu diubah.")
