-- === names | a join
SELECT DISTINCT p.name FROM plants p JOIN sales s ON s.plant_id = p.id ORDER BY p.name
-- === names | NOT EXISTS
SELECT name FROM plants p WHERE NOT EXISTS (SELECT 1 FROM sales s WHERE s.plant_id = p.id) ORDER BY name
-- === names | a union
SELECT name FROM plants UNION SELECT name FROM growers ORDER BY name
-- === names | rows that tie are the same
SELECT name FROM plants WHERE stock > 2 ORDER BY name
-- === names | an order by what is not shown, left open where it ties
SELECT name FROM plants ORDER BY stock
-- === names_like | LIKE in one case
SELECT code, name FROM plants WHERE lower(name) LIKE '%' || lower(:part) || '%' ORDER BY code
-- === days | a missing day last
SELECT code, sown_on AS day FROM plants ORDER BY sown_on DESC NULLS LAST, code
-- === days | the first of several days
SELECT p.code, min(s.sold_on) AS day FROM plants p LEFT JOIN sales s ON s.plant_id = p.id GROUP BY p.code ORDER BY p.code
-- === counts | zero for those without sales
SELECT p.code, coalesce(sum(s.pieces), 0) AS number FROM plants p LEFT JOIN sales s ON s.plant_id = p.id GROUP BY p.id, p.code ORDER BY number DESC, p.code
-- === counts | grouped by the key, which settles the other columns
SELECT p.code, count(s.id) AS number FROM plants p LEFT JOIN sales s ON s.plant_id = p.id GROUP BY p.id ORDER BY p.code
-- === counts | HAVING
SELECT p.code, count(*) AS number FROM plants p JOIN sales s ON s.plant_id = p.id GROUP BY p.code HAVING count(*) >= 2 ORDER BY p.code
-- === counts | a place among all
SELECT code, rank() OVER (ORDER BY price DESC) AS number FROM plants ORDER BY 2, code
-- === counts | the most of each kind
WITH best AS (SELECT kind, max(stock) AS most FROM plants GROUP BY kind) SELECT p.code, p.stock AS number FROM plants p JOIN best b ON b.kind = p.kind AND b.most = p.stock ORDER BY p.code
-- === counts | whole numbers divided
SELECT code, stock / 2 AS number FROM plants ORDER BY code
-- === amounts | CASE
SELECT code, CASE WHEN stock > 10 THEN price * 2 WHEN stock > 0 THEN price ELSE 0 END AS amount FROM plants ORDER BY code
-- === amounts | rounded
SELECT code, round(price * 0.85, 2) AS amount FROM plants ORDER BY code
-- === amounts | rounded where a half lies beside itself in binary
SELECT code, round(price * 0.7, 1) AS amount FROM plants ORDER BY code
-- === amounts | a share that nothing divides
SELECT code, coalesce(100.0 * stock / nullif((SELECT sum(stock) FROM plants), 0), 0) AS amount FROM plants ORDER BY code
-- === amounts | an average
SELECT p.code, avg(1.0 * s.pieces) AS amount FROM plants p JOIN sales s ON s.plant_id = p.id GROUP BY p.code ORDER BY p.code
-- === flags | a truth value
SELECT code, evergreen AS flag FROM plants ORDER BY code
-- === flags | a comparison
SELECT code, stock > 0 AS flag FROM plants WHERE evergreen ORDER BY code
-- === growers | a missing text stays missing
SELECT g.name, g.region, count(p.id) AS number FROM growers g LEFT JOIN plants p ON p.grower_id = g.id GROUP BY g.id, g.name, g.region ORDER BY g.name
-- === months | months as text
SELECT substr(CAST(s.sold_on AS text), 1, 7) AS month, sum(s.pieces * p.price - coalesce(s.discount, 0)) AS amount FROM sales s JOIN plants p ON p.id = s.plant_id WHERE substr(CAST(s.sold_on AS text), 1, 4) = CAST(:year AS text) GROUP BY substr(CAST(s.sold_on AS text), 1, 7) ORDER BY month
-- === since | a parameter that may be left out
SELECT p.code, sum(s.pieces) AS number FROM sales s JOIN plants p ON p.id = s.plant_id WHERE s.sold_on >= :day AND (:kind IS NULL OR p.kind = :kind) GROUP BY p.code ORDER BY p.code
-- === total | one row, also of nothing
SELECT coalesce(sum(s.pieces * p.price), 0) AS value FROM sales s JOIN plants p ON p.id = s.plant_id
