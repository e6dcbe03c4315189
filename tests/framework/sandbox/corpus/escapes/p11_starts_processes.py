import ctypes
import os
import subprocess
import sys


def attempt(canary):
    started = open_ones(
        fork=os.fork,
        subprocess=lambda: subprocess.run(["/usr/bin/true"]),
        spawn=lambda: os.posix_spawn("/usr/bin/true", ["true"], {}),
        exec=lambda: os.execv(sys.executable, [sys.executable, "-c", ""]),
        terminal=os.forkpty,
    )
    status = ctypes.CDLL(None).system(b"/usr/bin/true")
    return [*started, "system"] if status == 0 else started
