-- ends: raised
/* a plan */ EXPLAIN QUERY PLAN SELECT id FROM orders
