"""Why a family is in its class: each answer with points and source, the total on its scale, and in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.instrument import BandDefinition, CriteriaSetDefinition, Definition, QuestionDefinition
from assessment.scoring import Answers, Score, score

# So many answers are named in the explanation; the table has them all.
NAMED = 4


@dataclass(frozen=True)
class Line:
    """One answer: its points, how far they lie below the best answer's, and the criteria met, each with its source."""

    question: QuestionDefinition
    answer: str
    points: int
    below_best: int
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One class on the scale, placed in percent of its width."""

    band: BandDefinition
    start: float
    width: float
    holds: bool


@dataclass(frozen=True)
class CriteriaCount:
    """How many criteria of one legal list are met; counted apart from the score."""

    group: CriteriaSetDefinition
    met: int
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Weights:
    """Answers that weigh most in one direction: the first few by name, the others by number."""

    named: list[Line]
    others: list[Line]


@dataclass(frozen=True)
class ScoreSheet:
    """The sheet, whole; `mark` is where the total stands on the scale in percent, None without a total."""

    result: Score
    lines: list[Line]
    parts: list[Part]
    mark: float | None
    sentences: list[str]
    poorer: Weights
    better: Weights
    counts: list[CriteriaCount]


def score_sheet(definition: Definition, answers: Answers, overrides: list[str]) -> ScoreSheet:
    """Everything the sheet shows, from what was sent; ValueError when an answer is missing."""
    result = score(definition, answers, overrides)
    lines = _lines(definition, answers, overrides)
    deepest = max((line.below_best for line in lines), default=0)
    return ScoreSheet(
        result=result,
        lines=lines,
        parts=_parts(definition, result),
        mark=None if result.total is None else _percent(definition, result.total),
        sentences=_sentences(definition, result),
        poorer=_weights([line for line in lines if line.below_best and line.below_best == deepest]),
        better=_weights([line for line in lines if not line.below_best]),
        counts=_counts(definition, lines, answers),
    )


def _weights(lines: list[Line]) -> Weights:
    return Weights(lines[:NAMED], lines[NAMED:])


def _lines(definition: Definition, answers: Answers, overrides: list[str]) -> list[Line]:
    lines = []
    for question in definition.asked(overrides):
        choice = question.choice(answers[question.code])
        if choice is None:
            continue
        best = max(each.score for each in question.choices)
        met = criteria_words(definition, choice.criteria)
        lines.append(Line(question, choice.text, choice.score, best - choice.score, met))
    return lines


def criteria_words(definition: Definition, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Criteria as a reader finds them, list by list: `146-1` is "Kepmensos 146/HUK/2013 no. 1", `262-a` "huruf a"."""
    words = []
    for group in definition.criteria_sets:
        places = _places(group, codes)
        if places:
            numbered = all(place.isdecimal() for place in places)
            words.append(f"{group.title} {_('no.') if numbered else _('huruf')} {', '.join(places)}")
    return tuple(words)


def _places(group: CriteriaSetDefinition, codes: Iterable[str]) -> list[str]:
    """Numbers or letters of one list among these criteria, in order."""
    places = [code.removeprefix(f"{group.code}-") for code in codes if code.startswith(f"{group.code}-")]
    return sorted(places, key=lambda place: (len(place), place))


def _counts(definition: Definition, lines: list[Line], answers: Answers) -> list[CriteriaCount]:
    met: set[str] = set()
    for line in lines:
        choice = line.question.choice(answers[line.question.code])
        met |= set(choice.criteria if choice else ())
    counted = [(group, tuple(_places(group, met))) for group in definition.criteria_sets]
    return [CriteriaCount(group, len(places), places) for group, places in counted]


# --- the scale -------------------------------------------------------------------------------------------------------


def _percent(definition: Definition, total: int) -> float:
    low, high = _ends(definition)
    return round(100 * (total - low) / (high - low), 2)


def _ends(definition: Definition) -> tuple[int, int]:
    return min(band.low for band in definition.bands), max(band.high for band in definition.bands)


def _parts(definition: Definition, result: Score) -> list[Part]:
    """Each class from its lowest total to where the next one begins."""
    bands = sorted(definition.bands, key=lambda band: band.low)
    edges = [_percent(definition, band.low) for band in bands] + [100.0]
    return [
        Part(band, start, round(end - start, 2), band.code == result.band)
        for band, start, end in zip(bands, edges[:-1], edges[1:], strict=True)
    ]


# --- the words -------------------------------------------------------------------------------------------------------


def _sentences(definition: Definition, result: Score) -> list[str]:
    """Why this class, and how far it is to the classes beside it."""
    band = definition.band(result.band)
    if band is None:
        return []
    if result.total is None:
        return [_("Kelas %s ditetapkan oleh keadaan khusus, bukan oleh jumlah skor.") % band.text]
    low, high = _ends(definition)
    first = _("Jumlah skor %(total)d. Paling rendah %(low)d (paling miskin), paling tinggi %(high)d.") % {
        "total": result.total,
        "low": low,
        "high": high,
    }
    if definition.band_of(result.total).code != result.band:
        fixed = _("Kelas %s ditetapkan oleh keadaan khusus, bukan oleh jumlah skor.") % band.text
        return [first, fixed]
    own = _("Kelas %(band)s berlaku untuk jumlah %(low)d sampai %(high)d.") % {
        "band": band.text,
        "low": band.low,
        "high": band.high,
    }
    return [first, own, *_distances(definition, result.total)]


def _distances(definition: Definition, total: int) -> list[str]:
    bands = sorted(definition.bands, key=lambda band: band.low)
    above = next((band for band in bands if band.low > total), None)
    below = next((band for band in reversed(bands) if band.high < total), None)
    found = []
    if below:
        words = _("%(gap)d angka lebih rendah sudah kelas %(band)s (sampai %(edge)d).")
        found.append(words % {"gap": total - below.high, "band": below.text, "edge": below.high})
    if above:
        words = _("%(gap)d angka lebih tinggi sudah kelas %(band)s (mulai %(edge)d).")
        found.append(words % {"gap": above.low - total, "band": above.text, "edge": above.low})
    return found
