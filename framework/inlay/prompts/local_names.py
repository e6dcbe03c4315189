"""Names for the locals of a compact answer: what a loop runs over gives its variable the singular."""

import builtins
import keyword
import re
from collections.abc import Iterator

from inlay.contract.naming import singular

__all__ = ["name_locals"]

_LOCAL = re.compile(r"<v\d{1,3}>")
_SCOPE = {
    *dir(builtins),
    *keyword.kwlist,
    *("calendar", "date", "datetime", "itertools", "math", "re", "time", "timedelta", "Counter", "Decimal"),
    *("as", "by", "case", "end", "from", "group", "is", "key", "on", "order", "row", "select", "then", "to", "when"),
}


def name_locals(code: str, taken: set[str], kind: str) -> str:
    """Put a readable name in the place of each local's token; no name is used twice or hides another."""
    used = taken | _SCOPE | set(re.findall(r"\b[A-Za-z_]\w*\b", code))
    for token in dict.fromkeys(_LOCAL.findall(code)):
        wishes = _table_wishes(code, token) if kind == "sql-query" else _loop_wishes(code, token)
        name = next(wish for wish in wishes if wish not in used)
        used.add(name)
        code = code.replace(token, name)
    return code


def _loop_wishes(code: str, token: str) -> Iterator[str]:
    found = re.search(rf"\bfor [^\n]*?{token}[^\n]*? in (?:\w+\.)*(\w+)", code)
    if found:
        yield singular(found[1].lower())
        yield f"one_{singular(found[1].lower())}"
    yield from ("value", "result", "total")
    yield from (f"value_{number}" for number in range(2, 1000))


def _table_wishes(code: str, token: str) -> Iterator[str]:
    found = re.search(rf"\b(?:FROM|JOIN)\s+(\w+)\s+(?:AS\s+)?{token}", code, re.IGNORECASE)
    if found:
        yield "".join(word[0] for word in found[1].split("_") if word)
        yield singular(found[1])
    yield from (f"part_{number}" for number in range(1, 1000))
