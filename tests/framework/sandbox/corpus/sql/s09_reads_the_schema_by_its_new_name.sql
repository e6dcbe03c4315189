-- ends: raised
SELECT sql FROM sqlite_schema
