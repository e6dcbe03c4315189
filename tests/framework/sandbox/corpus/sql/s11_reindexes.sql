-- ends: raised
REINDEX orders
