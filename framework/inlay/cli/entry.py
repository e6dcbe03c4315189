"""The way in: all that takes time is imported where Ctrl-C is already understood."""

import os
import sys

from inlay.cli.interruption import INTERRUPTED, INTERRUPTION

__all__ = ["main"]


def main() -> None:
    """Run the command line of this process and exit with its code."""
    _open_streams()
    try:
        from inlay.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write(f"{INTERRUPTION}\n")
        sys.stderr.flush()
        os._exit(INTERRUPTED)


def _open_streams() -> None:
    """Let the three streams lead nowhere that the caller has closed: the next file opened would be taken for them."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
