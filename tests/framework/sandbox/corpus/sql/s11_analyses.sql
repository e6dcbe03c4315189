-- ends: raised
ANALYZE
