-- ends: raised
PRAGMA table_info(orders)
