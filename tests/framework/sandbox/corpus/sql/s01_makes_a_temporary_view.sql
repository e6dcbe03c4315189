-- ends: raised
CREATE TEMP VIEW mine AS SELECT * FROM orders
