"""What a tabulated batch holds, added up from the tallies of its villages: never from its rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from assessment import instrument
from assessment.models import Band, Instrument
from dtks.models import Batch, BatchChunk

LOWEST, HIGHEST, STEP = 1500, 4500, 100


@dataclass
class SummaryLine:
    """One village (or the total): households, people, households by class, mean score."""

    classes: list[tuple[str, str]]
    village: str = ""
    village_code: str = ""
    district: str = ""
    households: int = 0
    people: int = 0
    by_class: list[int] = field(init=False)
    disagreeing: int = 0
    scored: int = 0
    score_sum: int = 0

    def __post_init__(self) -> None:
        self.by_class = [0] * len(self.classes)

    @property
    def named(self) -> list[tuple[str, int]]:
        """Name of each class with its households."""
        return [(text, count) for (_code, text), count in zip(self.classes, self.by_class, strict=True)]

    @property
    def mean(self) -> float | None:
        """Mean score of the households that have one, to one decimal."""
        return round(self.score_sum / self.scored, 1) if self.scored else None


@dataclass(frozen=True)
class Summary:
    """Counts per village and class, with totals; `classes` names the columns of `by_class`."""

    classes: list[tuple[str, str]]
    lines: list[SummaryLine]
    total: SummaryLine


@dataclass(frozen=True)
class Answer:
    """How many households gave one answer."""

    text: str
    points: int
    households: int


@dataclass(frozen=True)
class Question:
    """A question of the newest version used, with its answers; `asked` leaves out whom it was not asked of."""

    number: int
    text: str
    answers: list[Answer]
    asked: int


@dataclass(frozen=True)
class Figures:
    """All counts of one batch: villages with classes, scores, answers, versions."""

    summary: Summary
    scores: list[tuple[int, int]]
    instruments: list[int]
    answers: Counter[tuple[str, str]]


def figures(batch: Batch) -> Figures:
    """Everything in two statements, however many rows the batch has; only what is tabulated counts."""
    chunks = list(batch.chunks.select_related("village__parent").order_by("village"))
    instruments = sorted({int(pk) for chunk in chunks for pk in chunk.tally.get("instruments", {})})
    classes = _classes(instruments)
    lines = [_line(chunk, classes) for chunk in chunks]
    found: Counter[int] = Counter()
    answers: Counter[tuple[str, str]] = Counter()
    for chunk in chunks:
        found.update({int(total): count for total, count in chunk.tally.get("scores", {}).items()})
        for question, choices in chunk.tally.get("answers", {}).items():
            answers.update({(question, choice): count for choice, count in choices.items()})
    return Figures(
        summary=Summary(classes=classes, lines=lines, total=_total(lines, classes)),
        scores=[(total, found[total]) for total in range(LOWEST, HIGHEST + STEP, STEP)],
        instruments=instruments,
        answers=answers,
    )


def summary(batch: Batch) -> Summary:
    """Households per village and class as tabulation found them, villages in order of their codes."""
    return figures(batch).summary


def score_distribution(batch: Batch) -> list[tuple[int, int]]:
    """Households at each of the 31 possible totals (1500 to 4500), zeros included."""
    return figures(batch).scores


def versions(batch: Batch) -> list[str]:
    """Instrument versions of the batch's rows, as written in the file."""
    return names_of(figures(batch).instruments)


def names_of(instruments: list[int]) -> list[str]:
    """Code and version of each."""
    rows = Instrument.objects.filter(pk__in=instruments).order_by("code", "version")
    return [f"{code} v{version}" for code, version in rows.values_list("code", "version")]


def questions(found: Figures) -> list[Question]:
    """Answers in the order and words of the newest version used; a version's own questions come with it."""
    known: dict[str, Question] = {}
    for pk in reversed(found.instruments):
        for question in instrument.definition(pk).questions:
            answers = [Answer(c.text, c.score, found.answers[question.code, c.code]) for c in question.choices]
            asked = sum(answer.households for answer in answers)
            known.setdefault(question.code, Question(question.number, question.text, answers, asked))
    return sorted(known.values(), key=lambda question: question.number)


def _classes(instruments: list[int]) -> list[tuple[str, str]]:
    """Classes of every version used, poorest first, in the newest words."""
    named: dict[str, str] = {}
    for band in Band.objects.filter(instrument__in=instruments).order_by("low", "-instrument__version"):
        named.setdefault(band.code, band.text)
    return list(named.items())


def _line(chunk: BatchChunk, classes: list[tuple[str, str]]) -> SummaryLine:
    village, tally = chunk.village, chunk.tally
    line = SummaryLine(
        village=village.titled,
        village_code=village.pk,
        district=village.parent.name if village.parent else "",
        households=chunk.rows,
        people=chunk.people,
        classes=classes,
        disagreeing=tally.get("disagreeing", 0),
        scored=tally.get("scored", 0),
        score_sum=tally.get("score_sum", 0),
    )
    line.by_class = [tally.get("bands", {}).get(code, 0) for code, _text in classes]
    return line


def _total(lines: Iterable[SummaryLine], classes: list[tuple[str, str]]) -> SummaryLine:
    total = SummaryLine(classes)
    for line in lines:
        for name in ("households", "people", "disagreeing", "scored", "score_sum"):
            setattr(total, name, getattr(total, name) + getattr(line, name))
        total.by_class = [mine + more for mine, more in zip(total.by_class, line.by_class, strict=True)]
    return total
