# ends: returned
import os


def attempt(canary):
    forked = 0
    for _ in range(300):
        try:
            if os.fork() == 0:
                while True:
                    pass
        except OSError:
            continue
        forked += 1
    return forked
