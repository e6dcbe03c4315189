"""The fences around the body of a slot, and the only two ways through them."""

import re
import textwrap
from collections.abc import Mapping

from inlay.errors import InlayError
from inlay.render.imports import set_imports

__all__ = ["body_of", "put_body"]


def put_body(content: str, slot_id: str, body: str, imports: Mapping[str, str] | None = None) -> str:
    """Put a body between the fences of a slot; a Python file gets exactly the imports that its names need.

    The body comes without indentation and is indented as its fences are. `imports` maps names that may be used
    without importing them to their modules; left out, it is that of the slot kind `python-function`.
    """
    before, indent, _, after = _split(content, slot_id)
    lines = textwrap.indent(textwrap.dedent(body).strip("\n"), indent)
    joined = f"{before}{lines.rstrip()}\n{after}"
    return set_imports(joined, imports) if indent else joined


def body_of(content: str, slot_id: str) -> str:
    """Give the body between the fences of a slot, without their indentation and without a final newline."""
    _, indent, body, _ = _split(content, slot_id)
    return textwrap.dedent(body).strip("\n") if indent else body.strip("\n")


def _split(content: str, slot_id: str) -> tuple[str, str, str, str]:
    """Cut a file into what stands before the body, the indentation, the body, and what stands behind."""
    mark = re.escape(f"inlay:{slot_id}")
    fence = re.compile(rf"^(?P<indent>[ ]*)(?P<comment>#|--) (?P<which>region|endregion) {mark}$\n?", re.MULTILINE)
    found = list(fence.finditer(content))
    if [match["which"] for match in found] != ["region", "endregion"]:
        raise InlayError(
            f"the fences of {slot_id} are damaged",
            hint=f"put back one line `region inlay:{slot_id}` and one line `endregion inlay:{slot_id}`",
        )
    opening, closing = found
    return (
        content[: opening.end()],
        opening["indent"],
        content[opening.end() : closing.start()],
        content[closing.start() :],
    )
