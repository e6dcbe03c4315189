"""The way in: all that takes time is imported where Ctrl-C is already understood."""

import os
import sys

from inlay.cli.interruption import INTERRUPTED, INTERRUPTION

__all__ = ["main"]


def main() -> None:
    """Run the command line of this process and exit with its code."""
    try:
        from inlay.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write(f"{INTERRUPTION}\n")
        sys.stderr.flush()
        os._exit(INTERRUPTED)
