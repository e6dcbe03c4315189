-- Queries that pass the examples of minibar.yaml. A heading with a reason belongs to one that must not pass.
-- === queries.turnover
SELECT coalesce(sum(price * pieces), 0) AS total FROM drinks
-- === queries.turnover | row 1: `total` is missing where the contract says decimal | tables: {drinks: []}
SELECT sum(price * pieces) AS total FROM drinks
-- === queries.turnover | row 1: `total` is missing where the contract says decimal
SELECT sum(CASE WHEN price > 0.5 THEN price * pieces END) AS total FROM drinks
-- === queries.agents
SELECT s.number, coalesce(a.name, 'none') AS agent FROM stays s LEFT JOIN agents a ON a.id = s.agent_id ORDER BY s.number
-- === queries.agents | `agent` is missing where the contract says str | agent_id: null
SELECT s.number, a.name AS agent FROM stays s LEFT JOIN agents a ON a.id = s.agent_id ORDER BY s.number
-- === queries.agents | `agent` is missing where the contract says str | agent_id: null
SELECT s.number, (SELECT a.name FROM agents a WHERE a.id = s.agent_id) AS agent FROM stays s ORDER BY s.number
-- === queries.departures
SELECT number, left_on FROM stays
WHERE left_on IS NOT NULL AND CAST(substr(CAST(arrived_on AS text), 1, 4) AS integer) = :year ORDER BY number
-- === queries.departures | `left_on` is missing where the contract says date | left_on: null
SELECT number, left_on FROM stays WHERE CAST(substr(CAST(arrived_on AS text), 1, 4) AS integer) = :year ORDER BY number
-- === queries.departures | the rows or their order are left to chance
SELECT number, left_on FROM stays
WHERE left_on IS NOT NULL AND CAST(substr(CAST(arrived_on AS text), 1, 4) AS integer) = :year
-- === queries.price_list
SELECT name, price FROM drinks ORDER BY price DESC, name
-- === queries.price_list | the rows or their order are left to chance
SELECT name, price FROM drinks ORDER BY price DESC
-- === queries.price_list | the rows or their order are left to chance
SELECT name, price FROM (SELECT name, price, row_number() OVER (ORDER BY price DESC) AS place FROM drinks) t ORDER BY place
-- === queries.last_nights | the rows or their order are left to chance
SELECT s.agent_id AS agent, s.nights FROM (SELECT agent_id, nights, row_number() OVER
(PARTITION BY agent_id ORDER BY arrived_on DESC) AS place FROM stays WHERE agent_id IS NOT NULL) s
WHERE s.place = 1 ORDER BY s.agent_id
-- === queries.last_nights | the rows or their order are left to chance
SELECT a.id AS agent, s.nights FROM agents a JOIN stays s ON s.id =
(SELECT l.id FROM stays l WHERE l.agent_id = a.id ORDER BY l.arrived_on DESC LIMIT 1) ORDER BY a.id
-- === queries.last_nights
SELECT s.agent_id AS agent, s.nights FROM (SELECT agent_id, nights, row_number() OVER
(PARTITION BY agent_id ORDER BY arrived_on DESC, id DESC) AS place FROM stays WHERE agent_id IS NOT NULL) s
WHERE s.place = 1 ORDER BY s.agent_id
-- === queries.last_nights
SELECT a.id AS agent, s.nights FROM agents a JOIN stays s ON s.id =
(SELECT l.id FROM stays l WHERE l.agent_id = a.id ORDER BY l.arrived_on DESC, l.id DESC LIMIT 1) ORDER BY a.id
-- === queries.whole_value
SELECT kind, CAST(sum(price * pieces) AS integer) AS value FROM drinks GROUP BY kind ORDER BY kind
-- === queries.whole_value | which is no int
SELECT kind, sum(price * pieces) AS value FROM drinks GROUP BY kind ORDER BY kind
-- === queries.longest
SELECT max(nights) AS nights FROM stays
-- === queries.longest
SELECT max(nights) AS nights FROM (SELECT nights FROM stays UNION ALL SELECT NULL) t
-- === queries.cheap_kinds
SELECT kind, min(price) AS cheapest, max(price) AS dearest FROM drinks GROUP BY kind HAVING max(price) <= :most
ORDER BY kind LIMIT CASE WHEN :count > 0 THEN :count ELSE 0 END
-- === queries.cheap_kinds | `always: 0 <= cheapest <= dearest <= most` does not hold | row
SELECT kind, min(price) AS cheapest, max(price) AS dearest FROM drinks GROUP BY kind HAVING count(*) > 1
ORDER BY kind LIMIT CASE WHEN :count > 0 THEN :count ELSE 0 END
-- === queries.cheap_kinds | `always: len(result) <= max(count, 0)` does not hold
SELECT kind, min(price) AS cheapest, max(price) AS dearest FROM drinks GROUP BY kind HAVING max(price) <= :most ORDER BY kind
