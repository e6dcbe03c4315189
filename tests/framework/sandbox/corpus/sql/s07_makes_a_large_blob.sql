-- ends: raised
SELECT zeroblob(1000000000)
