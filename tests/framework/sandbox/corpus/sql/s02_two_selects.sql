-- ends: raised
SELECT 1; SELECT 2
