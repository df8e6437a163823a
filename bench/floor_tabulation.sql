-- The floor of the tabulation: what a person would write by hand for this one instrument and the whole batch at once.
INSERT INTO floor_result (row_id, regency_code, score, band, criteria, rank, agrees)
SELECT id, left(village_id, 5), total, kelas, counted,
       rank() OVER (PARTITION BY village_id
                    ORDER BY CASE kelas WHEN 'very_poor' THEN 1 WHEN 'poor' THEN 2 WHEN 'vulnerable' THEN 3 ELSE 4 END,
                             total NULLS FIRST, household_id),
       total IS NOT DISTINCT FROM score AND kelas = band AND counted = criteria
FROM (
    SELECT *,
           CASE WHEN homeless THEN 'very_poor' WHEN total <= 2000 THEN 'very_poor' WHEN total <= 2500 THEN 'poor'
                WHEN total <= 3000 THEN 'vulnerable' ELSE 'outside' END AS kelas
    FROM (
        SELECT r.id, r.village_id, r.household_id, r.score, r.band, r.criteria, homeless,
               CASE livelihood WHEN 'none' THEN 100 WHEN 'irregular' THEN 200 WHEN 'steady' THEN 300 END
               + CASE spending WHEN 'staple' THEN 100 WHEN 'food' THEN 200 WHEN 'balanced' THEN 300 END
               + CASE treatment WHEN 'unable' THEN 100 WHEN 'basic' THEN 200 WHEN 'able' THEN 300 END
               + CASE clothing WHEN 'never' THEN 100 WHEN 'once' THEN 200 WHEN 'more' THEN 300 END
               + CASE schooling WHEN 'junior' THEN 100 WHEN 'senior_aid' THEN 200 WHEN 'senior_own' THEN 300 END
               + CASE walls WHEN 'poor' THEN 100 WHEN 'fair' THEN 200 WHEN 'good' THEN 300 END
               + CASE floor WHEN 'poor' THEN 100 WHEN 'fair' THEN 200 WHEN 'good' THEN 300 END
               + CASE roof WHEN 'poor' THEN 100 WHEN 'fair' THEN 200 WHEN 'good' THEN 300 END
               + CASE lighting WHEN 'none' THEN 100 WHEN '450va' THEN 200 WHEN '900va' THEN 300 END
               + CASE crowding WHEN 'under8' THEN 100 WHEN '8to12' THEN 200 WHEN 'over12' THEN 300 END
               + CASE water WHEN 'unprotected' THEN 100 WHEN 'protected' THEN 200 WHEN 'piped' THEN 300 END
               + CASE income WHEN 'below' THEN 100 WHEN 'near' THEN 200 WHEN 'above' THEN 300 END
               + CASE sanitation WHEN 'none' THEN 100 WHEN 'shared' THEN 200 WHEN 'own' THEN 300 END
               + CASE assets WHEN 'none' THEN 100 WHEN 'some' THEN 200 WHEN 'many' THEN 300 END
               + CASE food WHEN 'short' THEN 100 WHEN 'plain' THEN 200 WHEN 'enough' THEN 300 END AS total,
               jsonb_build_object(
                   '146', coalesce((livelihood = 'none')::int, 0) + coalesce((spending = 'staple')::int, 0)
                        + coalesce((treatment = 'unable')::int, 0) + coalesce((clothing = 'never')::int, 0)
                        + coalesce((schooling = 'junior')::int, 0) + coalesce((walls = 'poor')::int, 0)
                        + coalesce((floor = 'poor')::int, 0) + coalesce((roof = 'poor')::int, 0)
                        + coalesce((lighting = 'none')::int, 0) + coalesce((crowding = 'under8')::int, 0)
                        + coalesce((water = 'unprotected')::int, 0),
                   '262', coalesce((livelihood = 'none')::int, 0) + coalesce((spending IN ('staple', 'food'))::int, 0)
                        + coalesce((clothing = 'never')::int, 0) + coalesce((walls IN ('poor', 'fair'))::int, 0)
                        + coalesce((floor IN ('poor', 'fair'))::int, 0)
                        + coalesce((lighting IN ('none', '450va'))::int, 0)
                        + coalesce((sanitation = 'none')::int, 0) + coalesce((food = 'short')::int, 0),
                   'bps', coalesce((livelihood = 'none')::int, 0) + coalesce((treatment = 'unable')::int, 0)
                        + coalesce((clothing IN ('never', 'once'))::int, 0) + coalesce((schooling = 'junior')::int, 0)
                        + coalesce((walls = 'poor')::int, 0) + coalesce((floor = 'poor')::int, 0)
                        + coalesce((lighting = 'none')::int, 0) + coalesce((crowding = 'under8')::int, 0)
                        + coalesce((water = 'unprotected')::int, 0) + coalesce((sanitation = 'none')::int, 0)
                        + coalesce((assets = 'none')::int, 0) + coalesce((food IN ('short', 'plain'))::int, 0)
                        + coalesce((food = 'short')::int, 0)) AS counted
        FROM (
            SELECT id, village_id, household_id, score, band, criteria, 'homeless' = ANY (overrides) AS homeless,
                   answers ->> 'livelihood' AS livelihood, answers ->> 'spending' AS spending,
                   answers ->> 'treatment' AS treatment, answers ->> 'clothing' AS clothing,
                   answers ->> 'schooling' AS schooling,
                   CASE WHEN NOT 'homeless' = ANY (overrides) THEN answers ->> 'walls' END AS walls,
                   CASE WHEN NOT 'homeless' = ANY (overrides) THEN answers ->> 'floor' END AS floor,
                   CASE WHEN NOT 'homeless' = ANY (overrides) THEN answers ->> 'roof' END AS roof,
                   CASE WHEN NOT 'homeless' = ANY (overrides) THEN answers ->> 'lighting' END AS lighting,
                   CASE WHEN NOT 'homeless' = ANY (overrides) THEN answers ->> 'crowding' END AS crowding,
                   CASE WHEN NOT 'homeless' = ANY (overrides) THEN answers ->> 'water' END AS water,
                   answers ->> 'income' AS income,
                   CASE WHEN NOT 'homeless' = ANY (overrides) THEN answers ->> 'sanitation' END AS sanitation,
                   answers ->> 'assets' AS assets, answers ->> 'food' AS food
            FROM dtks_batchrow WHERE batch_id = {batch} OFFSET 0) r
        OFFSET 0) summed
    OFFSET 0) classed
