# ends: returned
import os
import sys


def attempt(canary):
    for _ in range(50):
        print("x" * (1 << 20))
        sys.stderr.write("y" * 1000)
    os.write(1, b"z" * 1000)
