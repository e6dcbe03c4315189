"""What a box says of a query: one line, by which most verdicts fall without a look at any row."""

import json
import re
from typing import Literal, NamedTuple, get_args

from inlay_eval.inside.asking import digest_of
from inlay_eval.sql.comparing import Result

__all__ = ["Answer", "AnswerKind"]

AnswerKind = Literal["result", "error", "late", "large", "crashed", "broken"]
_RESULT = re.compile(r"result (\d{1,9}) (\d{1,9}) ([0-9a-f]{32})(?: (.+))?")


class Answer(NamedTuple):
    """A line: the kind of what came of a query, and what there is to say of it.

    Of a result that is the number of its columns and rows, a digest of the rows as they stand, and the rows if they
    were asked for; of anything else a text. Results of one line are the same, row by row; those of two may be.
    """

    line: str

    @classmethod
    def without_result(cls, kind: AnswerKind, text: str) -> "Answer":
        """Give the answer for a query of which a box said nothing."""
        return cls(f"{kind} {json.dumps(text)}")

    @property
    def kind(self) -> AnswerKind:
        """The kind; what no honest box says is `broken`."""
        if _RESULT.fullmatch(self.line):
            return "result"
        said = self.line.partition(" ")[0]
        return next((kind for kind in get_args(AnswerKind)[1:] if kind == said), "broken")

    @property
    def columns(self) -> int:
        """The number of columns of a result."""
        return self._size(1)

    @property
    def row_count(self) -> int:
        """The number of rows of a result."""
        return self._size(2)

    @property
    def outline(self) -> str:
        """The line of a result as it would be without rows."""
        return " ".join(self.line.split(" ", 4)[:4])

    @property
    def error(self) -> str:
        """Why there is no result, as far as that was said."""
        try:
            return str(json.loads(self.line.partition(" ")[2] or '""'))
        except (ValueError, RecursionError):
            return "the box does not keep to the protocol"

    @property
    def result(self) -> Result | None:
        """The whole result, if rows were asked for and are those of the digest."""
        found = _RESULT.fullmatch(self.line)
        if found is None or found[4] is None:
            return None
        try:
            rows = tuple(tuple(map(_cell, row)) for row in json.loads(found[4]))
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        return Result(columns=int(found[1]), rows=rows) if digest_of(list(rows)) == found[3] else None

    def _size(self, group: int) -> int:
        found = _RESULT.fullmatch(self.line)
        return int(found[group]) if found else 0


def _cell(cell: object) -> object:
    return bytes.fromhex(cell["b"]) if isinstance(cell, dict) else cell
