# ends: tampered
import os


def attempt(canary):
    os.write(3, b'{"case": 0, "value": NaN, "after": []}\n')
    os._exit(0)
