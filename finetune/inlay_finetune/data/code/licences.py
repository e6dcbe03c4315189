"""Licences that forbid to learn from a file, told by its header or by the licence file of its repository."""

import re
from pathlib import Path

__all__ = ["REFUSED", "licence_fault", "repository_fault"]

REFUSED = ("AGPL", "GPL", "LGPL", "SSPL", "BUSL", "CC-BY-NC", "CC-BY-SA", "EUPL", "OSL", "MPL")
_SPDX = re.compile(r"SPDX-License-Identifier:\s*([^\n*]+?)\s*(?:\*/|-->|$)", re.MULTILINE)
# Between two words of a licence's name may stand a line end and the comment mark of the next line.
_GAP = r"[\s#*/;-]+"
_IN_WORDS = tuple(
    (re.compile(words.replace(" ", _GAP).replace("Licence", "Licen[cs]e"), re.IGNORECASE), name)
    for words, name in (
        ("GNU Affero General Public Licence", "AGPL"),
        ("GNU (?:Lesser|Library) General Public Licence", "LGPL"),
        ("GNU General Public Licence", "GPL"),
        ("Server Side Public Licence", "SSPL"),
        ("Business Source Licence", "BUSL"),
        ("Mozilla Public Licence", "MPL"),
        ("Attribution-NonCommercial", "CC-BY-NC"),
    )
)
_HEADER = 3000


def _is_refused(name: str, refused: tuple[str, ...]) -> bool:
    return any(re.match(rf"{re.escape(each)}(?![A-Za-z])", name, re.IGNORECASE) for each in refused)


def _expression_fault(expression: str, refused: tuple[str, ...]) -> str:
    """Give the licence that refuses; of alternatives joined by OR one that is free is enough."""
    faults: list[str] = []
    for alternative in re.split(r"\s+OR\s+", expression):
        names: list[str] = re.findall(r"[A-Za-z0-9][A-Za-z0-9.+-]*", alternative)
        bad = [name for name in names if _is_refused(name, refused)]
        if not bad:
            return ""
        faults.append(bad[0])
    return faults[0]


def licence_fault(text: str, refused: tuple[str, ...] = REFUSED) -> str:
    """Give the licence in a file's header that refuses, or nothing."""
    header = text[:_HEADER]
    tag = _SPDX.search(header)
    if tag:
        return _expression_fault(tag[1], refused)
    return next((name for words, name in _IN_WORDS if name in refused and words.search(header)), "")


def repository_fault(folder: Path, refused: tuple[str, ...] = REFUSED) -> str:
    """Give the licence of a whole repository that refuses, or nothing."""
    for name in ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "COPYING", "COPYING.txt"):
        file = folder / name
        if file.is_file() and not file.is_symlink():
            return licence_fault(file.read_text(encoding="utf-8", errors="replace"), refused)
    return ""
