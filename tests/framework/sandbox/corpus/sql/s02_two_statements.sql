-- ends: raised
SELECT id FROM orders; DROP TABLE orders
