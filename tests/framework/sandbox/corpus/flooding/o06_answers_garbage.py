# ends: tampered
import os


def attempt(canary):
    os.write(3, bytes(range(256)) + b"\n")
    os._exit(0)
