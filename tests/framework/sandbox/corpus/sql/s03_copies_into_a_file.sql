-- ends: raised
VACUUM INTO '/tmp/planted.db'
