-- ends: raised
PRAGMA writable_schema = 1
