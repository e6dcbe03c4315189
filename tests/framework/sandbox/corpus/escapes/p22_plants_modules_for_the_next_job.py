import os
import sys


def attempt(canary):
    names = ("sitecustomize.py", "conftest.py", "json.py", "decimal.py", "x.pth", "pytest.ini")
    folders = ["/project", "/tmp", *(path for path in sys.path if os.path.isdir(path))]
    return open_ones(
        **{f"{folder}/{name}": lambda at=f"{folder}/{name}": open(at, "w") for folder in folders for name in names}
    )
