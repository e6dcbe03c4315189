-- ends: raised
WITH x AS (SELECT 1 AS id) INSERT INTO orders (id) SELECT id FROM x
