-- ends: raised
BEGIN
