-- ends: raised
SELECT sql FROM sqlite_master
