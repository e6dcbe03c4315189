-- ends: returned
SELECT id FROM orders /* ; drop table orders */ -- ; drop table orders
