-- ends: raised
EXPLAIN SELECT id FROM orders
