-- ends: raised timeout
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000) SELECT group_concat(i || 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx') FROM n
