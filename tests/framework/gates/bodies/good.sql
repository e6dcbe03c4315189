-- Queries that are right: every gate lets them pass.
-- === queries.open_shipments
SELECT number, booked_on FROM shipments WHERE status IN ('booked', 'moving') ORDER BY booked_on, id
-- === queries.open_shipments
SELECT s.number, s.booked_on FROM shipments s WHERE s.status = 'booked' OR s.status = 'moving' ORDER BY s.booked_on, s.number
-- === queries.open_shipments
SELECT number AS number, booked_on AS booked_on
FROM shipments
WHERE NOT status IN ('draft', 'delivered', 'lost') -- what is under way
ORDER BY 2, 1
-- === queries.open_shipments
WITH open AS (SELECT id, number, booked_on FROM shipments WHERE status = 'booked' UNION ALL SELECT id, number, booked_on FROM shipments WHERE status = 'moving')
SELECT number, booked_on FROM open ORDER BY booked_on, number
-- === queries.weight_by_month
SELECT substr(CAST(s.booked_on AS text), 1, 7) AS month, sum(p.weight * p.pieces) AS weight
FROM parcels p JOIN shipments s ON s.id = p.shipment_id
WHERE s.status <> 'lost' AND substr(CAST(s.booked_on AS text), 1, 4) = CAST(:year AS text)
GROUP BY substr(CAST(s.booked_on AS text), 1, 7) ORDER BY month
-- === queries.weight_by_month
SELECT substr(CAST(s.booked_on AS text), 1, 7) AS month, coalesce(sum(p.weight * p.pieces), 0) AS weight
FROM shipments s JOIN parcels p ON p.shipment_id = s.id
WHERE s.status <> 'lost' AND CAST(substr(CAST(s.booked_on AS text), 1, 4) AS integer) = :year
GROUP BY 1 ORDER BY 1
-- === queries.weight_by_month
SELECT month, sum(weight) AS weight
FROM (SELECT substr(CAST(s.booked_on AS text), 1, 7) AS month, p.weight * p.pieces AS weight
      FROM shipments s JOIN parcels p ON p.shipment_id = s.id WHERE s.status <> 'lost') t
WHERE substr(month, 1, 4) = CAST(:year AS text) GROUP BY month ORDER BY month
-- === queries.shipments_per_sender
SELECT s.name, count(h.id) AS shipments FROM senders s LEFT JOIN shipments h ON h.sender_id = s.id
GROUP BY s.id, s.name ORDER BY shipments DESC, s.name, s.id
-- === queries.shipments_per_sender
SELECT s.name, (SELECT count(*) FROM shipments h WHERE h.sender_id = s.id) AS shipments
FROM senders s ORDER BY shipments DESC, s.name, s.id
-- === queries.shipments_per_sender
SELECT s.name, coalesce(t.shipments, 0) AS shipments FROM senders s
LEFT JOIN (SELECT sender_id, count(*) AS shipments FROM shipments GROUP BY sender_id) t ON t.sender_id = s.id
ORDER BY 2 DESC, 1, s.id
-- === queries.dearest
SELECT label, value FROM parcels ORDER BY value DESC, id LIMIT :count
-- === queries.dearest
SELECT p.label, p.value FROM parcels AS p ORDER BY p.value DESC, p.id LIMIT :count
-- === queries.dearest
SELECT label, value FROM (SELECT p.*, row_number() OVER (ORDER BY value DESC, id) AS place FROM parcels p) t
WHERE place <= :count ORDER BY place, id
-- === queries.average_by_kind
SELECT kind, round(avg(value), 2) AS average FROM parcels GROUP BY kind ORDER BY kind
-- === queries.average_by_kind
SELECT kind, round(1.0 * sum(value) / nullif(count(*), 0), 2) AS average FROM parcels GROUP BY kind ORDER BY kind
-- === queries.average_by_kind
SELECT DISTINCT kind, round(avg(value) OVER (PARTITION BY kind), 2) AS average FROM parcels ORDER BY kind, average
-- === queries.without_parcels
SELECT s.number FROM shipments s WHERE NOT EXISTS (SELECT 1 FROM parcels p WHERE p.shipment_id = s.id) ORDER BY s.number
-- === queries.without_parcels
SELECT s.number FROM shipments s LEFT JOIN parcels p ON p.shipment_id = s.id WHERE p.id IS NULL ORDER BY s.number
-- === queries.without_parcels
SELECT number FROM shipments WHERE id NOT IN (SELECT shipment_id FROM parcels) ORDER BY number
-- === queries.without_parcels
SELECT s.number FROM shipments s LEFT JOIN parcels p ON p.shipment_id = s.id GROUP BY s.id, s.number HAVING count(p.id) = 0 ORDER BY s.number
-- === queries.total_value
SELECT coalesce(sum(p.value), 0) AS value FROM parcels p JOIN shipments s ON s.id = p.shipment_id WHERE s.booked_on >= :since
-- === queries.total_value
SELECT coalesce(sum(CASE WHEN s.booked_on >= :since THEN p.value ELSE 0 END), 0) AS value FROM shipments s JOIN parcels p ON p.shipment_id = s.id
-- === queries.total_value
SELECT coalesce((SELECT sum(p.value) FROM parcels p JOIN shipments s ON s.id = p.shipment_id WHERE s.booked_on >= :since), 0) AS value ORDER BY value
-- === queries.total_value
SELECT coalesce((SELECT sum(p.value) FROM parcels p JOIN shipments s ON s.id = p.shipment_id WHERE s.booked_on >= :since), 0) AS value
-- === queries.cities
SELECT coalesce(city, 'unknown') AS city, count(*) AS senders FROM senders GROUP BY coalesce(city, 'unknown') ORDER BY city
-- === queries.cities
SELECT CASE WHEN city IS NULL THEN 'unknown' ELSE city END AS city, count(*) AS senders FROM senders GROUP BY 1 ORDER BY 1
-- === queries.cities
WITH named AS (SELECT coalesce(city, 'unknown') AS city FROM senders) SELECT city, count(*) AS senders FROM named GROUP BY city ORDER BY city
-- === queries.latest_per_sender
SELECT s.name, t.number
FROM senders s JOIN (SELECT h.*, row_number() OVER (PARTITION BY h.sender_id ORDER BY h.booked_on DESC, h.id DESC) AS r FROM shipments h) t ON t.sender_id = s.id
WHERE t.r = 1 ORDER BY s.name, t.number
-- === queries.latest_per_sender
SELECT s.name, h.number FROM senders s JOIN shipments h ON h.sender_id = s.id
WHERE NOT EXISTS (SELECT 1 FROM shipments o WHERE o.sender_id = h.sender_id AND (o.booked_on > h.booked_on OR (o.booked_on = h.booked_on AND o.id > h.id)))
ORDER BY s.name, s.id, h.id
-- === queries.latest_per_sender
SELECT name, number FROM (
  SELECT s.name, h.number, s.id AS sender, row_number() OVER (PARTITION BY s.id ORDER BY h.booked_on DESC, h.id DESC) AS r
  FROM senders s JOIN shipments h ON h.sender_id = s.id) t
WHERE r = 1 ORDER BY name, sender
-- === queries.running_value
SELECT label, sum(value) OVER (ORDER BY id) AS running FROM parcels ORDER BY id
-- === queries.running_value
SELECT p.label, (SELECT sum(q.value) FROM parcels q WHERE q.id <= p.id) AS running FROM parcels p ORDER BY p.id
-- === queries.running_value
SELECT a.label, sum(b.value) AS running FROM parcels a JOIN parcels b ON b.id <= a.id GROUP BY a.id, a.label ORDER BY a.id
