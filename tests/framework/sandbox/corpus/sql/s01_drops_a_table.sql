-- ends: raised
DROP TABLE orders
