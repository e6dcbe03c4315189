# ends: tampered
import os


def attempt(canary):
    os.write(3, b'{"case": 0, "value": ' + b"9" * 100_000 + b', "after": []}\n')
    os._exit(0)
