# ends: unloaded
import os


def attempt(canary):
    os.write(3, b'{"unloaded": ["E", "", null]}\n')
    os._exit(0)
