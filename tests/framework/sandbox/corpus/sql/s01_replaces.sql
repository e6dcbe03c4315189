-- ends: raised
REPLACE INTO orders (id) VALUES (1)
