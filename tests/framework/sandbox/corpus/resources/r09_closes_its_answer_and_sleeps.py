# ends: timeout
import os
import time


def attempt(canary):
    os.closerange(0, 1024)
    time.sleep(60)
