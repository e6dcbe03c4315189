-- ends: raised
DELETE FROM orders
