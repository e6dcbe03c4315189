-- ends: raised
SAVEPOINT here
