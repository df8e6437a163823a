"""Scoring and ranking of a village's frozen rows in one statement."""

from functools import lru_cache

from psycopg import sql

from assessment import formula, instrument

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
ROWS = sql.SQL("FROM dtks_batchrow WHERE batch_id = %(batch)s AND village_id = %(village)s AND instrument_id = {}")
KEPT = {
    "id": "id", "regency_code": "regency_code", "household_id": "household_id",
    "stored_score": "score", "stored_band": "band", "stored_criteria": "criteria",
}  # fmt: skip


@lru_cache(maxsize=64)
def insert_results(instrument_ids: tuple[int, ...]) -> str:
    """One statement that scores and ranks a village's frozen rows, each by the version it was taken with.

    Takes the parameters `batch` and `village`; kept, because published instruments never change.
    """
    scored = [
        formula.scored(instrument.definition(pk), rows=ROWS.format(formula.literal(pk)), kept=KEPT)
        for pk in instrument_ids
    ]
    return RESULTS.format(scored=sql.SQL(" UNION ALL ").join(scored)).as_string()
