"""Three-way merge of one file: what was delivered, what people made of it, what would be delivered now."""

from dataclasses import dataclass

__all__ = ["Merged", "merge"]


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
    lines = merged.merge_lines(name_a="yours", name_b="new", name_base="delivered", base_marker="|||||||")
    return Merged("".join(lines).encode(), conflict)
