"""The instrument's arithmetic as SQL: what `assessment.scoring.score` says of one family, for a village at once."""

from collections.abc import Iterable
from functools import lru_cache

from psycopg import sql

from assessment import instrument
from assessment.instrument import Definition, QuestionDefinition

# Poorest first: the class decides, then the total (no total: the class was fixed by an override), then the id.
RESULTS = sql.SQL("""
INSERT INTO dtks_batchresult (row_id, regency_code, score, band, criteria, rank, agrees)
SELECT id, regency_code, total, coalesce(band, ''), criteria,
       rank() OVER (ORDER BY low NULLS LAST, total NULLS FIRST, household_id),
       total IS NOT DISTINCT FROM stored_score
           AND band IS NOT DISTINCT FROM stored_band
           AND criteria = stored_criteria
FROM ({scored}) AS scored
ON CONFLICT (row_id) DO UPDATE SET score = excluded.score, band = excluded.band, criteria = excluded.criteria,
                                   rank = excluded.rank, agrees = excluded.agrees
""")

# OFFSET 0 keeps PostgreSQL from folding the levels into one and reading every answer several times.
SCORED = sql.SQL("""
SELECT *, CASE band {lows} END AS low
FROM (SELECT *, coalesce(fixed, CASE {bands} END) AS band
      FROM (SELECT id, regency_code, household_id, stored_score, stored_band, stored_criteria,
                   {fixed} AS fixed, {total} AS total, jsonb_build_object({criteria}) AS criteria
            FROM (SELECT id, regency_code, household_id, overrides, {answers},
                         score AS stored_score, band AS stored_band, criteria AS stored_criteria
                  FROM dtks_batchrow
                  WHERE batch_id = %(batch)s AND village_id = %(village)s AND instrument_id = {instrument}
                  OFFSET 0) AS answered
            OFFSET 0) AS summed
      OFFSET 0) AS classed
""")


@lru_cache(maxsize=64)
def insert_results(instrument_ids: tuple[int, ...]) -> str:
    """One statement that scores and ranks a village's frozen rows, each by the version it was taken with.

    Takes the parameters `batch` and `village`; kept, because published instruments never change.
    """
    scored = [_scored(instrument.definition(pk)) for pk in instrument_ids]
    return RESULTS.format(scored=sql.SQL(" UNION ALL ").join(scored)).as_string()


def _scored(definition: Definition) -> sql.Composed:
    return SCORED.format(
        lows=_whens("WHEN {} THEN {}", ((band.code, band.low) for band in definition.bands)),
        bands=_whens(
            "WHEN total BETWEEN {} AND {} THEN {}", ((band.low, band.high, band.code) for band in definition.bands)
        ),
        fixed=_fixed_band(definition),
        total=sql.SQL(" + ").join(_points(question) for question in definition.questions),
        criteria=_criteria(definition),
        answers=sql.SQL(", ").join(_answer(definition, question) for question in definition.questions),
        instrument=literal(definition.id),
    )


def literal(value: str | int | list[str]) -> sql.SQL:
    """A value of ours inside a statement that has parameters too."""
    return sql.SQL(sql.Literal(value).as_string().replace("%", "%%"))


def _whens(form: str, rows: Iterable[tuple[str | int, ...]]) -> sql.Composed:
    return sql.SQL(" ").join(sql.SQL(form).format(*map(literal, row)) for row in rows)


def _fixed_band(definition: Definition) -> sql.Composable:
    """The class of the first override that has one, in the instrument's order."""
    fixing = [(override.code, override.band) for override in definition.overrides if override.band]
    if not fixing:
        return sql.SQL("NULL::text")
    return sql.SQL("CASE {} END").format(_whens("WHEN {} = ANY (overrides) THEN {}", fixing))


def _column(question: QuestionDefinition) -> sql.Identifier:
    return sql.Identifier(f"q{question.number}")


def _answer(definition: Definition, question: QuestionDefinition) -> sql.Composed:
    """The answer given; nothing where an override took the question away, whatever was typed before."""
    answer = sql.SQL("answers ->> {}").format(literal(question.code))
    skipping = [override.code for override in definition.overrides if question.code in override.skips]
    if skipping:
        answer = sql.SQL("CASE WHEN NOT overrides && {}::varchar[] THEN {} END").format(literal(skipping), answer)
    return sql.SQL("{} AS {}").format(answer, _column(question))


def _points(question: QuestionDefinition) -> sql.Composed:
    """Points of one question; NULL without an answer, and so is then the total."""
    points = _whens("WHEN {} THEN {}", ((choice.code, choice.score) for choice in question.choices))
    return sql.SQL("CASE {} {} END").format(_column(question), points)


def _criteria(definition: Definition) -> sql.Composed:
    """Name and count of every criteria set; a criterion that several answers meet counts once."""
    pairs = [
        sql.SQL("{}, {}").format(literal(group.code), _count(definition, f"{group.code}-"))
        for group in definition.criteria_sets
    ]
    return sql.SQL(", ").join(pairs)


def _count(definition: Definition, prefix: str) -> sql.Composable:
    meeting: dict[str, list[sql.Composed]] = {}
    for question in definition.questions:
        for choice in question.choices:
            for criterion in choice.criteria:
                if criterion.startswith(prefix):
                    met = sql.SQL("{} = {}").format(_column(question), literal(choice.code))
                    meeting.setdefault(criterion, []).append(met)
    counted = [sql.SQL("coalesce(({})::int, 0)").format(sql.SQL(" OR ").join(ways)) for ways in meeting.values()]
    return sql.SQL(" + ").join(counted) if counted else literal(0)
