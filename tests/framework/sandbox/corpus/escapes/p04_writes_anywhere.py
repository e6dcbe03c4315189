import os
from pathlib import Path


def attempt(canary):
    folders = ["/", "/usr", "/dev", "/tmp", "/project", "/dev/shm", os.path.dirname(canary.file)]
    return open_ones(
        canary=lambda: Path(canary.file).write_text("changed"),
        append=lambda: os.open(canary.file, os.O_WRONLY | os.O_APPEND),
        **{folder: lambda folder=folder: (Path(folder) / "planted").write_text("x") for folder in folders},
    )
