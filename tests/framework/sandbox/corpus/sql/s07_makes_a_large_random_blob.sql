-- ends: raised
SELECT randomblob(1000000000)
