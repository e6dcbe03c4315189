-- ends: raised
UPDATE orders SET status = 'paid'
