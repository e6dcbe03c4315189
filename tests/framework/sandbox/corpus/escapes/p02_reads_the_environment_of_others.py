import os
from pathlib import Path


def attempt(canary):
    shown = str(dict(os.environ))
    for process in ("self", "1", str(os.getppid())):
        try:
            shown += Path(f"/proc/{process}/environ").read_text()
        except OSError:
            pass
    return ["environment"] if canary.key in shown else []
