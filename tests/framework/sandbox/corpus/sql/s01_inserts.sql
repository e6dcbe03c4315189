-- ends: raised
INSERT INTO orders (id) VALUES (99)
