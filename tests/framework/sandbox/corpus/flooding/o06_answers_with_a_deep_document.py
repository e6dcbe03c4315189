# ends: tampered
import os


def attempt(canary):
    os.write(3, b'{"case": 0, "value": ' + b"[" * 50_000 + b"]" * 50_000 + b', "after": []}\n')
    os._exit(0)
