-- ends: returned
-- first
/* second */ SELECT id FROM orders
