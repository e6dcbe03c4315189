# ends: tampered
import os


def attempt(canary):
    os.write(3, b'{"case": 0, "value": 1, "after": []}\n')
    return 1
