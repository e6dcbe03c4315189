"""The weights of a folder: all of them must be there, and a digest tells them from any others."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from inlay.errors import UsageError

__all__ = ["digest_of", "open_weights", "require_all"]

# What is larger is not read whole: training changes numbers everywhere in a file.
_WHOLE = 64 * 2**20
_PIECES = 64
_PIECE = 2**20
_NAMED = 3


def open_weights(folder: Path, **settings: Any) -> Any:
    """Give the model of a folder, with further settings for transformers.

    Raises:
        UsageError: There is none, a file is damaged, or a weight is in no file: transformers would draw it at random.
    """
    from safetensors import SafetensorError
    from transformers import AutoModelForCausalLM
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        found: Any = AutoModelForCausalLM.from_pretrained(
            folder, local_files_only=True, output_loading_info=True, **settings
        )
    except (OSError, ValueError, RuntimeError, SafetensorError) as fault:
        raise UsageError(f"{folder} is no model that can be opened: {fault}") from fault
    model, told = found
    require_all(folder, (name for name in told["missing_keys"] if name not in model.all_tied_weights_keys))
    return model


def require_all(folder: Path, missing: Iterable[str]) -> None:
    """Refuse a folder whose files lack weights, by name."""
    names = sorted(missing)
    if not names:
        return
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    raise UsageError(
        f"{folder} lacks weights of its model: {', '.join(names[:_NAMED])}{more}",
        hint="is every file of the model there? copy or download it again",
    )


def digest_of(folder: Path) -> str:
    """Give what tells the model in a folder from others; of a large file count its size, ends and pieces between."""
    found = hashlib.sha256()
    for file in sorted(each for each in folder.iterdir() if each.suffix in (".safetensors", ".bin")):
        found.update(f"{file.name} {file.stat().st_size}\n".encode())
        for piece in _pieces(file):
            found.update(piece)
    found.update((folder / "config.json").read_bytes())
    return found.hexdigest()


def _pieces(file: Path) -> Iterator[bytes]:
    size = file.stat().st_size
    last = max(size - _PIECE, 0)
    places = range(0, size, _PIECE) if size <= _WHOLE else [last * number // _PIECES for number in range(_PIECES + 1)]
    with file.open("rb") as opened:
        for place in places:
            opened.seek(place)
            yield opened.read(_PIECE)
