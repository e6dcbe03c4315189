-- Queries that must not pass: the slot, the gate that refuses each, and a part of its reason.
-- === queries.open_shipments | syntax | the body is empty
-- === queries.open_shipments | syntax | starts with SELECT or WITH, not with 'DELETE'
DELETE FROM shipments
-- === queries.open_shipments | syntax | starts with SELECT or WITH, not with 'INSERT'
INSERT INTO shipments DEFAULT VALUES
-- === queries.open_shipments | syntax | starts with SELECT or WITH, not with 'DROP'
DROP TABLE shipments
-- === queries.open_shipments | syntax | starts with SELECT or WITH, not with 'ATTACH'
ATTACH 'file.db' AS other
-- === queries.open_shipments | syntax | starts with SELECT or WITH, not with 'VACUUM'
VACUUM INTO '/tmp/file.db'
-- === queries.open_shipments | syntax | starts with SELECT or WITH, not with 'PRAGMA'
PRAGMA writable_schema = 1
-- === queries.open_shipments | syntax | starts with SELECT or WITH, not with 'EXPLAIN'
EXPLAIN SELECT number, booked_on FROM shipments ORDER BY id
-- === queries.open_shipments | syntax | exactly one statement, without a semicolon
SELECT number, booked_on FROM shipments ORDER BY id; DROP TABLE shipments
-- === queries.open_shipments | syntax | exactly one statement, without a semicolon
SELECT number, booked_on FROM shipments ORDER BY id;;;
-- === queries.open_shipments | syntax | the comment stands for code that is left out
-- TODO: the rest of the query
SELECT number, booked_on FROM shipments ORDER BY id
-- === queries.open_shipments | syntax | 'this' missing for WHERE
SELECT number, booked_on FROM shipments WHERE ORDER BY id
-- === queries.open_shipments | syntax | Error tokenizing
SELECT number, booked_on FROM shipments WHERE number = 'A
-- === queries.open_shipments | syntax | brackets are nested more than
SELECT ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1
-- === queries.open_shipments | contract | there is no table `shipment` (did you mean `shipments`?)
SELECT number, booked_on FROM shipment ORDER BY id
-- === queries.open_shipments | contract | there is no table `sqlite_master`
SELECT name AS number, sql AS booked_on FROM sqlite_master ORDER BY 1
-- === queries.open_shipments | contract | is not a table of the contract
SELECT name AS number, type AS booked_on FROM pragma_table_info('shipments') ORDER BY 1
-- === queries.open_shipments | contract | is not a table of the contract
SELECT number, booked_on FROM other.shipments ORDER BY id
-- === queries.open_shipments | contract | `shipments` is a table already
WITH shipments AS (SELECT 'A' AS number, '2024-01-01' AS booked_on) SELECT number, booked_on FROM shipments ORDER BY number
-- === queries.open_shipments | contract | there is no column `numbr` (did you mean `number`?)
SELECT numbr AS number, booked_on FROM shipments ORDER BY id
-- === queries.open_shipments | contract | there is no column `placed`
SELECT number, booked_on FROM shipments WHERE status = "placed" ORDER BY id
-- === queries.shipments_per_sender | contract | `id` stands in senders and shipments; write which one is meant
SELECT name, count(id) AS shipments FROM senders LEFT JOIN shipments ON sender_id = id GROUP BY name ORDER BY name
-- === queries.open_shipments | contract | the result columns are number, day, asked for are number, booked_on
SELECT number, booked_on AS day FROM shipments ORDER BY id
-- === queries.open_shipments | contract | the result columns are booked_on, number
SELECT booked_on, number FROM shipments ORDER BY id
-- === queries.open_shipments | contract | the result has 1 columns, asked for are 2
SELECT number FROM shipments ORDER BY id
-- === queries.cities | contract | (unnamed)
SELECT coalesce(city, 'unknown') AS city, count(*) FROM senders GROUP BY city ORDER BY 1
-- === queries.open_shipments | contract | 'bokked' is none of the values of `status`
SELECT number, booked_on FROM shipments WHERE status = 'bokked' ORDER BY id
-- === queries.open_shipments | contract | 'sent' is none of the values of `status`
SELECT number, booked_on FROM shipments s WHERE CASE s.status WHEN 'sent' THEN 1 ELSE 0 END = 1 ORDER BY id
-- === queries.dearest | contract | the parameter `:count` is not used
SELECT label, value FROM parcels ORDER BY value DESC, id LIMIT 2
-- === queries.dearest | contract | no parameter is called `:cuont` (did you mean `count`?)
SELECT label, value FROM parcels ORDER BY value DESC, id LIMIT :cuont
-- === queries.dearest | contract | parameters are bound by name, as in `:count`
SELECT label, value FROM parcels ORDER BY value DESC, id LIMIT ?
-- === queries.weight_by_month | contract | the parameter `:year` is not used
SELECT substr(CAST(s.booked_on AS text), 1, 7) AS month, sum(p.weight) AS weight FROM parcels p JOIN shipments s ON s.id = p.shipment_id
WHERE substr(CAST(s.booked_on AS text), 1, 4) = ':year' GROUP BY 1 ORDER BY 1
-- === queries.open_shipments | policy | a query only reads; DELETE is not allowed
WITH gone AS (DELETE FROM shipments RETURNING id) SELECT number, booked_on FROM shipments ORDER BY id
-- === queries.open_shipments | policy | a query only reads; LOCK is not allowed
SELECT number, booked_on FROM shipments ORDER BY id FOR UPDATE
-- === queries.open_shipments | policy | the function `load_extension` is not allowed
SELECT number, booked_on FROM shipments WHERE load_extension('x') IS NULL ORDER BY id
-- === queries.open_shipments | policy | the function `pg_read_file` is not allowed
SELECT pg_read_file('/etc/passwd') AS number, booked_on FROM shipments ORDER BY id
-- === queries.open_shipments | policy | the function `zeroblob` is not allowed
SELECT number, booked_on FROM shipments WHERE length(zeroblob(1000000000)) > 0 ORDER BY id
-- === queries.total_value | policy | the function `current_date` is not allowed
SELECT coalesce(sum(p.value), 0) AS value FROM parcels p JOIN shipments s ON s.id = p.shipment_id WHERE s.booked_on >= :since AND s.booked_on <= CURRENT_DATE
-- === queries.open_shipments | policy | the function `strftime` is not allowed
SELECT number, booked_on FROM shipments WHERE strftime('%Y', booked_on) = '2024' ORDER BY id
-- === queries.open_shipments | policy | the function `ifnull` is not allowed
SELECT ifnull(number, '') AS number, booked_on FROM shipments ORDER BY id
-- === queries.open_shipments | policy | `::` is PostgreSQL only
SELECT number::text AS number, booked_on FROM shipments ORDER BY id
-- === queries.open_shipments | policy | ILIKE is PostgreSQL only
SELECT number, booked_on FROM shipments WHERE number ILIKE 'a%' ORDER BY id
-- === queries.open_shipments | policy | a cast to date does not mean the same
SELECT number, CAST(booked_on AS date) AS booked_on FROM shipments ORDER BY id
-- === queries.average_by_kind | policy | a cast with a size
SELECT kind, CAST(avg(value) AS numeric(12,2)) AS average FROM parcels GROUP BY kind ORDER BY kind
-- === queries.open_shipments | policy | name the result columns
SELECT * FROM (SELECT number, booked_on FROM shipments) t ORDER BY 1, 2
-- === queries.open_shipments | policy | end with ORDER BY and a unique key
SELECT number, booked_on FROM shipments
-- === queries.open_shipments | policy | rows may tie and differ in `number`
SELECT number, booked_on FROM shipments ORDER BY booked_on
-- === queries.shipments_per_sender | policy | rows may tie
SELECT s.name, count(h.id) AS shipments FROM senders s LEFT JOIN shipments h ON h.sender_id = s.id GROUP BY s.id, s.name ORDER BY shipments DESC
-- === queries.open_shipments | policy | rows may tie and differ in `booked_on`
SELECT number, booked_on FROM shipments WHERE status = 'booked' UNION SELECT number, booked_on FROM shipments WHERE status = 'moving' ORDER BY number
-- === queries.cities | policy | `city` may be null
SELECT city, 1 AS senders FROM senders ORDER BY city
-- === queries.dearest | policy | LIMIT without ORDER BY
SELECT label, value FROM (SELECT label, value FROM parcels LIMIT :count) t ORDER BY value, label
-- === queries.dearest | policy | row_number() without ORDER BY
SELECT label, value FROM (SELECT id, label, value, row_number() OVER () AS r FROM parcels) t WHERE r <= :count ORDER BY id
-- === queries.average_by_kind | policy | `value` is neither in GROUP BY nor inside an aggregate
SELECT kind, value AS average FROM parcels GROUP BY kind ORDER BY kind, average
-- === queries.weight_by_month | policy | stands in quotes, where nothing is bound
SELECT substr(CAST(s.booked_on AS text), 1, 7) AS month, sum(p.weight) AS weight FROM parcels p JOIN shipments s ON s.id = p.shipment_id
WHERE substr(CAST(s.booked_on AS text), 1, 4) = ':year' AND :year > 0 GROUP BY 1 ORDER BY 1
-- === queries.open_shipments | special-case | `number` is compared with C
SELECT number, booked_on FROM shipments WHERE number <> 'C' ORDER BY booked_on, id
-- === queries.weight_by_month | types | compares a text with a whole number
SELECT substr(CAST(s.booked_on AS text), 1, 7) AS month, sum(p.weight * p.pieces) AS weight FROM parcels p JOIN shipments s ON s.id = p.shipment_id
WHERE s.status <> 'lost' AND substr(CAST(s.booked_on AS text), 1, 4) = :year GROUP BY 1 ORDER BY 1
-- === queries.weight_by_month | types | takes a date for a text
SELECT substr(s.booked_on, 1, 7) AS month, sum(p.weight * p.pieces) AS weight FROM parcels p JOIN shipments s ON s.id = p.shipment_id
WHERE s.status <> 'lost' AND substr(CAST(s.booked_on AS text), 1, 4) = CAST(:year AS text) GROUP BY 1 ORDER BY 1
-- === queries.open_shipments | types | compares a truth value with a whole number
SELECT number, booked_on FROM shipments WHERE insured = 1 ORDER BY id
-- === queries.average_by_kind | types | write `1.0 *` before the division
SELECT kind, round(sum(value) / count(*), 2) AS average FROM parcels GROUP BY kind ORDER BY kind
-- === queries.dearest | types | the column `value` is a text, asked for is decimal
SELECT label, kind AS value FROM parcels ORDER BY id LIMIT :count
-- === queries.open_shipments | types | calculates with a date
SELECT number, booked_on FROM shipments WHERE booked_on - due_on > 0 ORDER BY id
-- === queries.total_value | types | gives a number and a text
SELECT coalesce(sum(p.value), 'none') AS value FROM parcels p JOIN shipments s ON s.id = p.shipment_id WHERE s.booked_on >= :since
-- === queries.total_value | types | adds up a text
SELECT coalesce(sum(p.kind), 0) AS value FROM parcels p JOIN shipments s ON s.id = p.shipment_id WHERE s.booked_on >= :since
-- === queries.total_value | examples | row 1: value is null
SELECT sum(p.value) AS value FROM parcels p JOIN shipments s ON s.id = p.shipment_id WHERE s.booked_on >= :since
-- === queries.open_shipments | examples | it gives 4 rows, expected are 3
SELECT number, booked_on FROM shipments ORDER BY booked_on, id
-- === queries.shipments_per_sender | examples | expected are 3
SELECT s.name, count(h.id) AS shipments FROM senders s JOIN shipments h ON h.sender_id = s.id GROUP BY s.id, s.name ORDER BY shipments DESC, s.name, s.id
-- === queries.dearest | examples | row 1: label is
SELECT label, value FROM parcels ORDER BY value, id LIMIT :count
-- === queries.average_by_kind | examples | row 1: average is decimal 1.7, expected is decimal 1.67
SELECT kind, round(avg(value), 1) AS average FROM parcels GROUP BY kind ORDER BY kind
-- === queries.dearest | examples | it does not come to an end in time
WITH RECURSIVE n(i) AS (SELECT count(*) FROM parcels UNION ALL SELECT i + 1 FROM n) SELECT CAST(i AS text) AS label, i AS value FROM n ORDER BY i, label LIMIT :count
-- === queries.dearest | policy | 14 joins, at most 12 are allowed
SELECT CAST(count(*) AS text) AS label, :count AS value FROM parcels a, parcels b, parcels c, parcels d, parcels e, parcels f, parcels g, parcels h, parcels i, parcels j, parcels k, parcels l, parcels m, parcels n, parcels o
