import ctypes
import os
import signal


def _traced(process):
    if ctypes.CDLL(None).ptrace(16, process, 0, 0) != 0:
        raise OSError


def _written(process):
    if ctypes.CDLL(None).process_vm_writev(process, None, 0, None, 0, 0) != 0:
        raise OSError


def attempt(canary):
    found = []
    for name, process in {"server": os.getppid(), "first": 1, "host": canary.process}.items():
        found += [
            f"{name} {way}"
            for way in open_ones(
                killed=lambda process=process: os.kill(process, signal.SIGKILL),
                stopped=lambda process=process: os.kill(process, signal.SIGSTOP),
                traced=lambda process=process: _traced(process),
                written=lambda process=process: _written(process),
                held=lambda process=process: signal.pidfd_send_signal(os.pidfd_open(process), signal.SIGKILL),
            )
        ]
    return found + open_ones(group=lambda: os.killpg(0, signal.SIGKILL), all=lambda: os.kill(-1, signal.SIGKILL))
