# ends: raised
import os
import signal


def attempt(canary):
    os.kill(os.getpid(), signal.SIGSTOP)
