"""Names for the locals of a compact answer: the singular of what a loop runs over, or what was worked out."""

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

_LOOPED = (r"\bfor [^\n]*?{local}[^\n]*? in (?:\w+\.)*(\w+)", r"\((?:\w+\.)*(\w+), key=lambda {local}:")
_WORKED_OUT = (
    (r"(?:int\()?(?:sum\(1 for|len\()", "count"),
    (r"defaultdict\(int\)|Counter\(", "counts"),
    (r"defaultdict\(Decimal\)", "totals"),
    (r"sum\(", "total"),
    (r"(?:max\()?\(?\(.+\)\.days\b", "days"),
    (r".*total_seconds\(\) // 3600", "hours"),
    (r".*total_seconds\(\) // 60", "minutes"),
    (r"\[\]$", "found"),
)
_CHOSEN_FROM = re.compile(r"\[(<v\d+>|\w+) for \1 in (?:\w+\.)*(\w+)")
_TAKEN_FROM = re.compile(r"(?:sorted\()?(?:\w+\.)+(\w+)(?: if .*|, key=.*)?$")


def name_locals(code: str, taken: set[str], language: str) -> str:
    """Put a readable name in the place of each local's token; no name is used twice or hides another."""
    used = taken | _SCOPE | set(re.findall(r"(?<![.\w])[A-Za-z_]\w*", code))
    for token in dict.fromkeys(_LOCAL.findall(code)):
        wishes = _table_wishes(code, token) if language == "sql" else _loop_wishes(code, token)
        name = next(wish for wish in wishes if wish not in used)
        used.add(name)
        code = code.replace(token, name)
    return code


def _loop_wishes(code: str, token: str) -> Iterator[str]:
    for pattern in _LOOPED:
        found = re.search(pattern.format(local=token), code)
        if found:
            yield singular(found[1].lower())
            yield f"one_{singular(found[1].lower())}"
    given = re.search(rf"(?:^|\n) *{token}(?:: [^=\n]+)? = (.*)", code)
    if given:
        yield from _result_wishes(given[1])
    yield from ("value", "result", "total")
    yield from (f"value_{number}" for number in range(2, 1000))


def _result_wishes(expression: str) -> Iterator[str]:
    """Give the names for what an expression works out."""
    yield from (name for pattern, name in _WORKED_OUT if re.match(pattern, expression))
    taken = _CHOSEN_FROM.match(expression) or _TAKEN_FROM.match(expression)
    if taken:
        yield taken[taken.lastindex or 0].lower()


def _table_wishes(code: str, token: str) -> Iterator[str]:
    found = re.search(rf"\b(?:FROM|JOIN)\s+(\w+)\s+(?:AS\s+)?{token}", code, re.IGNORECASE)
    if found:
        yield "".join(word[0] for word in found[1].split("_") if word)
        yield singular(found[1])
    yield from (f"part_{number}" for number in range(1, 1000))
