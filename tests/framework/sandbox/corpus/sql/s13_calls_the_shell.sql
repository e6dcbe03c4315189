-- ends: raised
EXEC xp_cmdshell 'id'
