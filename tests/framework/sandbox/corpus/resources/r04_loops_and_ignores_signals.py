# ends: timeout killed
import signal

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)


def attempt(canary):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
