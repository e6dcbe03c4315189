-- ends: raised
SELECT id FROM orders WHERE status = :nobody
