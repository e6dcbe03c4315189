-- ends: raised
DETACH DATABASE main
