# ends: returned
import atexit
import time


class Late:
    def __del__(self):
        time.sleep(60)


atexit.register(time.sleep, 60)


def attempt(canary):
    global late
    late = Late()
