"""Scoring: pure functions of an instrument's definition and the answers given."""

from dataclasses import dataclass

from assessment.instrument import Definition, QuestionDefinition

Answers = dict[str, str]
Numbers = dict[str, int | float]


@dataclass(frozen=True)
class Score:
    """Total (1500-4500 with 15 questions; None when questions were skipped), class and criteria met."""

    total: int | None
    band: str
    criteria: dict[str, int]
    points: dict[str, int]


def compute_answer(question: QuestionDefinition, numbers: Numbers, *, poverty_line_rp: int) -> str | None:
    """The choice that follows from numbers; None while a number is missing or impossible.

    `ratio` divides the first input by the second: floor area in m² per person, edges belong to the better
    choice (8 m² is "8 to 12"). `ratio_to_poverty_line` divides rupiah per person a month by the poverty
    line, edges belong to the worse choice (exactly on the line is poor, BPS).
    """
    first, second = (numbers.get(name) for name in question.inputs)
    if first is None or not second or second <= 0:
        return None
    per_person = first / second
    if question.rule == "ratio":
        position = sum(per_person >= edge for edge in question.edges)
    elif question.rule == "ratio_to_poverty_line":
        position = sum(per_person > edge * poverty_line_rp for edge in question.edges)
    else:
        raise ValueError(f"unknown rule {question.rule}")
    return question.choices[position].code


def missing_answers(definition: Definition, answers: Answers, overrides: list[str]) -> list[QuestionDefinition]:
    """Questions that must be answered and are not."""
    return [q for q in definition.asked(overrides) if q.choice(answers.get(q.code)) is None]


def score(definition: Definition, answers: Answers, overrides: list[str]) -> Score:
    """Score complete answers; ValueError when one that must be answered is missing.

    Criteria are counted once each, over all sets the instrument names (Kepmensos 146/HUK/2013: 11,
    Kepmensos 262/HUK/2022: 8, BPS: 14). An override with a class of its own decides the class, e.g. a
    family without a home (262/HUK/2022).
    """
    if missing_answers(definition, answers, overrides):
        raise ValueError("answers are not complete")
    asked = definition.asked(overrides)
    chosen = [(q.code, q.choice(answers[q.code])) for q in asked]
    points = {code: choice.score for code, choice in chosen if choice}
    met = {criterion for _, choice in chosen if choice for criterion in choice.criteria}
    criteria = {
        group.code: sum(criterion.startswith(f"{group.code}-") for criterion in met)
        for group in definition.criteria_sets
    }
    total = sum(points.values()) if len(asked) == len(definition.questions) else None
    fixed = next((o.band for o in definition.active_overrides(overrides) if o.band), None)
    if fixed is None and total is None:
        raise ValueError("questions were skipped and no override gives a class")
    band = fixed or definition.band_of(total or 0).code
    return Score(total=total, band=band, criteria=criteria, points=points)


def explain(definition: Definition, result: Score) -> list[str]:
    """Why this class, in plain sentences for a supervisor."""
    sentences = []
    if result.total is None:
        words = next(band.text for band in definition.bands if band.code == result.band)
        sentences.append(f"Kelas {words} ditetapkan oleh keadaan khusus, bukan oleh jumlah skor.")
    else:
        band = definition.band_of(result.total)
        sentences.append(f"Jumlah skor {result.total} berada di antara {band.low} dan {band.high}: {band.text}.")
    for group in definition.criteria_sets:
        count = result.criteria.get(group.code, 0)
        line = f"{group.title}: {count} dari {group.count} kriteria terpenuhi"
        sentences.append(f"{line} (batas {group.eligible_at})." if group.eligible_at else f"{line}.")
    return sentences
