# ends: tampered
import os


def attempt(canary):
    os.write(3, b'{"case": 7, "value": 1, "after": []}\n')
    os._exit(0)
