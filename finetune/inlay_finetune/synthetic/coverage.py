"""What the inventory of business language has that is not made yet: rules, queries, compositions, wording families, noise.

`missing.txt` names it; `python -m inlay_finetune.synthetic.coverage` writes it again.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typer
import yaml

from inlay_finetune.synthetic.families import family_ids, missing_among
from inlay_finetune.synthetic.inventory import known_ids, written_ids
from inlay_finetune.synthetic.noise import noise_ids
from inlay_finetune.synthetic.wording import expanded

__all__ = ["every_id", "listed_missing", "missing_now", "wordings"]

_FOLDER = Path(__file__).parent
_MISSING = _FOLDER / "missing.txt"
_NOISE = tuple(f"N{number:02}" for number in range(1, 31))
# What is put around sentences or exchanged in them says nothing of what patterns say.
_NOT_OF_PATTERNS = frozenset({"noise", "paraphrase"})
_HOLE = re.compile(r"\{\w+\}")


@cache
def every_id() -> tuple[str, ...]:
    """Give every id: rules, queries, compositions, wording families, kinds of noise."""
    return (*known_ids(), *family_ids(), *_NOISE)


def wordings() -> Iterator[str]:
    """Give the wordings of all patterns as sentences, `#` in place of what patterns put in."""
    for path in sorted((_FOLDER / "wordings").rglob("*.yaml")):
        if path.stem not in _NOT_OF_PATTERNS:
            for text in _texts(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)):
                for at in (0, -1) if "|" in text else (0,):
                    yield _HOLE.sub("#", expanded(text, lambda options, at=at: options[at]))  # type: ignore[misc]


def _texts(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for each in found.values() if isinstance(found, dict) else found:
            yield from _texts(each)


def listed_missing() -> tuple[str, ...]:
    """Give the ids that are listed as missing."""
    return tuple(_MISSING.read_text(encoding="utf-8").split())


@cache
def missing_now() -> tuple[str, ...]:
    """Give the ids that nothing makes, in order."""
    made = {*written_ids(), *noise_ids(), *family_ids()} - {*missing_among(wordings())}
    return tuple(each for each in every_id() if each not in made)


def main() -> None:
    """Write down what is missing, and say how much there is of each kind."""
    missing = missing_now()
    _MISSING.write_text("".join(f"{each}\n" for each in missing), encoding="utf-8")
    lacking = Counter(each[0] for each in missing)
    for letter, every in Counter(each[0] for each in every_id()).items():
        typer.echo(f"{letter}: {every - lacking[letter]} of {every}")


if __name__ == "__main__":
    main()
