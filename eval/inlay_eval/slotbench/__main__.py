"""`python -m inlay_eval.slotbench SPEC... [OPTION...]` is `inlay eval run slotbench` with each `--specs`."""

import sys
from itertools import takewhile

from inlay_eval.cli import app

if __name__ == "__main__":
    specs = list(takewhile(lambda word: not word.startswith("-"), sys.argv[1:]))
    app(["run", "slotbench", *(word for spec in specs for word in ("--specs", spec)), *sys.argv[1 + len(specs) :]])
