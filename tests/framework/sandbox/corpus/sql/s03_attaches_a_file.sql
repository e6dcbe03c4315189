-- ends: raised
ATTACH DATABASE '/tmp/planted.db' AS planted
