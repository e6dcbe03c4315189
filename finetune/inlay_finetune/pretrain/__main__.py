"""`python -m inlay_finetune.pretrain CONFIG.yaml [key=value …]`: train a model from nothing."""

import sys
from pathlib import Path

from inlay.errors import InlayError
from inlay_finetune.pretrain.config import load_config


def main(arguments: list[str]) -> int:
    """Run one training; give the exit code."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        sys.stdout.write(f"{__doc__}\n")
        return 0 if arguments else 2
    from inlay_finetune.pretrain.loop import pretrain

    try:
        pretrain(load_config(Path(arguments[0]), arguments[1:]))
    except InlayError as error:
        sys.stderr.write(f"error: {error}\n" + (f"hint: {error.hint}\n" if error.hint else ""))
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
