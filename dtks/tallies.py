"""A village's counts, taken once when it is tabulated: classes, scores and answers, so that no page counts rows."""

# Answers that an override took away are not counted, whatever was typed before.
TALLY = """
WITH found AS MATERIALIZED (
    SELECT r.instrument_id, r.answers, r.overrides, s.band, s.score, s.agrees
    FROM dtks_batchrow r JOIN dtks_batchresult s ON s.row_id = r.id
    WHERE r.batch_id = %(batch)s AND r.village_id = %(village)s
), asked AS (
    SELECT answer.key AS question, answer.value AS choice, count(*) AS households
    FROM found f CROSS JOIN jsonb_each_text(f.answers) AS answer
    WHERE f.overrides = '{}' OR NOT EXISTS (
        SELECT FROM assessment_override o
        WHERE o.instrument_id = f.instrument_id AND o.code = ANY (f.overrides) AND answer.key = ANY (o.skips))
    GROUP BY answer.key, answer.value
)
UPDATE dtks_batchchunk SET tabulated_at = %(at)s, tally = jsonb_build_object(
    'scored', (SELECT count(score) FROM found),
    'score_sum', (SELECT coalesce(sum(score), 0) FROM found),
    'disagreeing', (SELECT count(*) FROM found WHERE NOT agrees),
    'instruments', (SELECT coalesce(jsonb_object_agg(instrument_id, households), '{}')
                    FROM (SELECT instrument_id, count(*) AS households FROM found GROUP BY 1) x),
    'bands', (SELECT coalesce(jsonb_object_agg(band, households), '{}')
              FROM (SELECT band, count(*) AS households FROM found GROUP BY 1) x),
    'scores', (SELECT coalesce(jsonb_object_agg(score, households), '{}')
               FROM (SELECT score, count(*) AS households FROM found WHERE score IS NOT NULL GROUP BY 1) x),
    'answers', (SELECT coalesce(jsonb_object_agg(question, choices), '{}')
                FROM (SELECT question, jsonb_object_agg(choice, households) AS choices
                      FROM asked WHERE choice IS NOT NULL GROUP BY question) x))
WHERE batch_id = %(batch)s AND village_id = %(village)s
"""
