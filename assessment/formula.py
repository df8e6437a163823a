"""The instrument's arithmetic as SQL: what `assessment.scoring.score` says of one family, for many at once."""

from collections.abc import Iterable, Mapping

from psycopg import sql

from assessment.instrument import Definition, QuestionDefinition

# OFFSET 0 keeps PostgreSQL from folding the levels into one and reading every answer several times.
SCORED = sql.SQL("""
SELECT *, CASE band {lows} END AS low
FROM (SELECT *, coalesce(fixed, CASE {bands} END) AS band
      FROM (SELECT {names}, {fixed} AS fixed, {total} AS total, jsonb_build_object({criteria}) AS criteria
            FROM (SELECT {columns}, overrides, {answers} {rows} OFFSET 0) AS answered
            OFFSET 0) AS summed
      OFFSET 0) AS classed
""")


def scored(
    definition: Definition, *, rows: sql.Composable, kept: Mapping[str, str], recompute: bool = False
) -> sql.Composed:
    """A query with `total`, `band`, `criteria` and the lower edge `low` of every row that `rows` (FROM …) gives.

    The rows have `answers` and `overrides`; `kept` names further columns and where they come from. `recompute` finds
    computed answers again from the rows' `numbers` and `poverty_line_rp`, as other edges may make them others.
    Without a class `band` is NULL: an answer is missing, or unknown to this instrument.
    """
    return SCORED.format(
        lows=_whens("WHEN {} THEN {}", ((band.code, band.low) for band in definition.bands)),
        bands=_whens(
            "WHEN total BETWEEN {} AND {} THEN {}", ((band.low, band.high, band.code) for band in definition.bands)
        ),
        names=sql.SQL(", ").join(map(sql.Identifier, kept)),
        columns=sql.SQL(", ").join(
            sql.SQL("{} AS {}").format(sql.Identifier(column), sql.Identifier(name)) for name, column in kept.items()
        ),
        fixed=_fixed_band(definition),
        total=sql.SQL(" + ").join(_points(question) for question in definition.questions),
        criteria=_criteria(definition),
        answers=sql.SQL(", ").join(_answer(definition, question, recompute) for question in definition.questions),
        rows=rows,
    )


def literal(value: str | int | float | list[str]) -> sql.SQL:
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


def _answer(definition: Definition, question: QuestionDefinition, recompute: bool) -> sql.Composed:
    """The answer given; nothing where an override took the question away, whatever was typed before."""
    answer = sql.SQL("answers ->> {}").format(literal(question.code))
    if recompute and question.is_computed:
        answer = sql.SQL("coalesce({}, {})").format(_computed(question), answer)
    skipping = [override.code for override in definition.overrides if question.code in override.skips]
    if skipping:
        answer = sql.SQL("CASE WHEN NOT overrides && {}::varchar[] THEN {} END").format(literal(skipping), answer)
    return sql.SQL("{} AS {}").format(answer, _column(question))


def _computed(question: QuestionDefinition) -> sql.Composed:
    """`assessment.scoring.compute_answer` for one row; NULL where a number is missing or impossible.

    Both divide and multiply as float8 (IEEE double), so that a family on an edge falls on the same side.
    """
    first, second = (sql.SQL("(numbers ->> {})::float8").format(literal(name)) for name in question.inputs)
    compared = sql.SQL(">= {}::float8" if question.rule == "ratio" else "> {}::float8 * poverty_line_rp")
    edges = sorted(zip(question.edges, question.choices[1:], strict=True), reverse=True, key=lambda pair: pair[0])
    ratio = sql.SQL("{} / nullif({}, 0)").format(first, second)
    better = sql.SQL(" ").join(
        sql.SQL("WHEN {} {} THEN {}").format(ratio, compared.format(literal(edge)), literal(choice.code))
        for edge, choice in edges
    )
    needed = ratio if question.rule == "ratio" else sql.SQL("{} * poverty_line_rp").format(ratio)
    missing = sql.SQL("({}) IS NULL OR {} < 0").format(needed, second)
    return sql.SQL("CASE WHEN {} THEN NULL {} ELSE {} END").format(missing, better, literal(question.choices[0].code))


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
