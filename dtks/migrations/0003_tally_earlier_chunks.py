"""Villages frozen and tabulated before 0002: they are copied, and get the counts that tabulation writes since."""

from django.db import migrations

COPIED = """
UPDATE dtks_batchchunk SET copied_at = b.frozen_at FROM dtks_batch b
WHERE b.id = batch_id AND copied_at IS NULL AND b.status <> 'freezing'
"""
# As dtks/tallies.py wrote it then, for every village at once.
TALLY = """
WITH found AS MATERIALIZED (
    SELECT r.batch_id, r.village_id, r.instrument_id, r.answers, r.overrides, s.band, s.score, s.agrees
    FROM dtks_batchrow r JOIN dtks_batchresult s ON s.row_id = r.id
    JOIN dtks_batchchunk c ON c.batch_id = r.batch_id AND c.village_id = r.village_id
    WHERE c.tabulated_at IS NOT NULL AND c.tally = '{}'
), sums AS (
    SELECT batch_id, village_id, jsonb_build_object('scored', count(score), 'score_sum', coalesce(sum(score), 0),
           'disagreeing', count(*) FILTER (WHERE NOT agrees)) AS part
    FROM found GROUP BY 1, 2
), counted AS (
    SELECT batch_id, village_id, 'instruments' AS part, instrument_id::text AS key, count(*) AS households
    FROM found GROUP BY 1, 2, 4
    UNION ALL SELECT batch_id, village_id, 'bands', band, count(*) FROM found GROUP BY 1, 2, 4
    UNION ALL SELECT batch_id, village_id, 'scores', score::text, count(*) FROM found WHERE score IS NOT NULL
    GROUP BY 1, 2, 4
), parts AS (
    SELECT batch_id, village_id, jsonb_object_agg(part, content) AS part
    FROM (SELECT batch_id, village_id, part, jsonb_object_agg(key, households) AS content FROM counted GROUP BY 1, 2, 3) x
    GROUP BY 1, 2
), asked AS (
    SELECT f.batch_id, f.village_id, answer.key AS question, answer.value AS choice, count(*) AS households
    FROM found f CROSS JOIN jsonb_each_text(f.answers) AS answer
    WHERE answer.value IS NOT NULL AND (f.overrides = '{}' OR NOT EXISTS (
        SELECT FROM assessment_override o
        WHERE o.instrument_id = f.instrument_id AND o.code = ANY (f.overrides) AND answer.key = ANY (o.skips)))
    GROUP BY 1, 2, 3, 4
), answers AS (
    SELECT batch_id, village_id, jsonb_object_agg(question, choices) AS part
    FROM (SELECT batch_id, village_id, question, jsonb_object_agg(choice, households) AS choices
          FROM asked GROUP BY 1, 2, 3) x
    GROUP BY 1, 2
)
UPDATE dtks_batchchunk c
SET tally = '{"instruments": {}, "bands": {}, "scores": {}}' || sums.part || parts.part
            || jsonb_build_object('answers', coalesce(answers.part, '{}'))
FROM sums JOIN parts USING (batch_id, village_id) LEFT JOIN answers USING (batch_id, village_id)
WHERE c.batch_id = sums.batch_id AND c.village_id = sums.village_id
"""


class Migration(migrations.Migration):
    """Idempotent; backwards nothing is undone, because 0002 removes the columns."""

    dependencies = [("dtks", "0002_freezing_jobs_figures_cover_letters")]

    operations = [
        migrations.RunSQL(COPIED, migrations.RunSQL.noop),
        migrations.RunSQL(TALLY, migrations.RunSQL.noop),
    ]
