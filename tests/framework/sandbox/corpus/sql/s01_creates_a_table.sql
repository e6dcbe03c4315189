-- ends: raised
CREATE TABLE mine AS SELECT * FROM orders
