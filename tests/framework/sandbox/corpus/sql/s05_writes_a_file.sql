-- ends: raised
SELECT writefile('/tmp/planted', 'x')
