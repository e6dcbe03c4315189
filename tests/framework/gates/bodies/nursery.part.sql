-- === names_like | LIKE of SQLite takes no notice of the case | the number of rows
SELECT code, name FROM plants WHERE name LIKE 'b%' AND :part = :part ORDER BY code
-- === days | a missing day stands first on one engine | on SQLite
SELECT code, sown_on AS day FROM plants ORDER BY sown_on, code
-- === days | a day is no text | operator does not exist: date = text
SELECT code, sown_on AS day FROM plants WHERE sown_on = CAST('2024-01-01' AS text) ORDER BY code
-- === days | date() of SQLite | function date(date, unknown) does not exist
SELECT code, date(sown_on, '+1 day') AS day FROM plants ORDER BY code
-- === counts | a column that is not grouped | must appear in the GROUP BY clause
SELECT p.code, s.pieces AS number FROM plants p JOIN sales s ON s.plant_id = p.id GROUP BY p.code ORDER BY p.code
-- === counts | a truth value is no number | function sum(boolean) does not exist
SELECT code, sum(evergreen) AS number FROM plants GROUP BY code ORDER BY code
-- === counts | a division by nothing | PostgreSQL it fails with division by zero
SELECT code, 10 / stock AS number FROM plants WHERE stock = 0 ORDER BY code
-- === counts | a text for a number | operator does not exist: text = integer
SELECT code, stock AS number FROM plants WHERE code = 1 ORDER BY code
-- === counts | a result column inside HAVING | column "number" does not exist
SELECT code, count(*) AS number FROM plants GROUP BY code HAVING number > 1 ORDER BY code
-- === amounts | an amount is a fraction on one engine only | on SQLite
SELECT code, price / 4 AS amount FROM plants WHERE price > 0 ORDER BY code
-- === amounts | a fraction is not rounded to places | function round(real, integer) does not exist
SELECT code, round(CAST(price AS real), 1) AS amount FROM plants ORDER BY code
-- === amounts | total() of SQLite | function total(numeric) does not exist
SELECT code, total(price) AS amount FROM plants GROUP BY code ORDER BY code
-- === flags | a number for a truth value | operator does not exist: boolean = integer
SELECT code, evergreen AS flag FROM plants WHERE evergreen = 1 ORDER BY code
-- === flags | double quotes around a text | column "tree" does not exist
SELECT code, kind = "tree" AS flag FROM plants ORDER BY code
-- === growers | the one and the other type of a CASE | invalid input syntax for type integer
SELECT g.name, g.region, CASE WHEN g.region IS NULL THEN 'none' ELSE 1 END AS number FROM growers g ORDER BY g.name
-- === months | a part of a day | function strftime(unknown, date) does not exist
SELECT strftime('%Y-%m', s.sold_on) AS month, sum(s.pieces) AS amount FROM sales s WHERE s.sold_on > CAST(:year AS text) GROUP BY 1 ORDER BY 1
-- === since | a moment compared with its day | on SQLite
SELECT p.code, s.pieces AS number FROM sales s JOIN plants p ON p.id = s.plant_id WHERE CAST(s.closed_at AS text) LIKE '%:00' AND s.sold_on >= :day AND :kind IS NULL ORDER BY s.id
-- === total | ifnull of SQLite | function ifnull(numeric, integer) does not exist
SELECT ifnull(sum(price), 0) AS value FROM plants
-- === total | a share of amounts that are whole | on SQLite
SELECT sum(price) / count(*) AS value FROM plants WHERE price > 0
-- === names | a table of one engine only | relation "sqlite_master" does not exist
SELECT name FROM sqlite_master ORDER BY name
-- === counts | a fraction is cut off by one engine and rounded by the other | on SQLite
SELECT code, CAST(price * 1.5 AS integer) AS number FROM plants ORDER BY code
