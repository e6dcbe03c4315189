# ends: tampered
import os


def attempt(canary):
    os.write(3, b'{"case": 0, "val')
    os._exit(0)
