-- ends: raised
DELETE FROM orders RETURNING id
