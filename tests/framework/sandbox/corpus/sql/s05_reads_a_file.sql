-- ends: raised
SELECT readfile('/etc/passwd')
