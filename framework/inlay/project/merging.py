"""Three-way merge of one file: what was delivered, what people made of it, what would be delivered now."""

from dataclasses import dataclass

__all__ = ["Merged", "conflict_note", "first_marker", "merge"]

_YOURS, _NEW, _BASE = "yours", "new", "delivered"


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged file; with `conflict` it holds diff3 markers for a person to resolve."""

    data: bytes
    conflict: bool = False


def merge(base: bytes | None, yours: bytes, new: bytes) -> Merged:
    """Merge line by line; where both sides changed the same lines, both stand in the file between markers."""
    if yours in (base, new):
        return Merged(new)
    if new == base:
        return Merged(yours)
    try:
        delivered, mine, coming = ((data or b"").decode().splitlines(keepends=True) for data in (base, yours, new))
    except UnicodeDecodeError:
        return Merged(yours, conflict=True)
    from merge3 import Merge3

    merged = Merge3(delivered, mine, coming)
    conflict = any(group[0] == "conflict" for group in merged.merge_groups())
    lines = merged.merge_lines(name_a=_YOURS, name_b=_NEW, name_base=_BASE, base_marker="|||||||")
    return Merged("".join(lines).encode(), conflict)


def first_marker(data: bytes) -> int | None:
    """Give the line of the first conflict that a merge has left in a file; None where a person has resolved them."""
    lines = data.splitlines()
    wanted = f"<<<<<<< {_YOURS}".encode()
    return lines.index(wanted) + 1 if wanted in lines else None


def conflict_note(path: str, data: bytes) -> str:
    """Say where a person has to choose between two sides."""
    line = first_marker(data)
    return f"conflict: {path}:{line}" if line else f"conflict: {path}"
