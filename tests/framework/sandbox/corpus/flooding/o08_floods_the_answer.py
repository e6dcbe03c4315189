# ends: oversized
import os


def attempt(canary):
    while True:
        os.write(3, b"x" * 65536)
