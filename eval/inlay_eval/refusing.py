"""What is said of a suite that is none or does not go with a command, and of options that a suite does not take."""

from collections.abc import Collection
from dataclasses import fields
from difflib import get_close_matches
from typing import TYPE_CHECKING

from inlay.errors import UsageError

if TYPE_CHECKING:
    from inlay_eval.starting import Request

__all__ = ["OF_CODE", "OF_SQL", "no_suite", "refuse_others"]

OF_CODE = frozenset({"samples", "data", "ks", "jobs", "executor", "seconds", "memory_mib"})
OF_SQL = frozenset({"samples", "data", "databases", "jobs", "executor", "seconds", "races"})
_ALWAYS = {"suite", "folder"}
_SPELLED = {"memory_mib": "memory", "ks": "k"}
_HINT = "`inlay eval suites` lists them all"


def no_suite(name: str) -> UsageError:
    """Give the error for a name that a command can do nothing with."""
    from inlay_eval.sql.catalog import SQL_SUITES
    from inlay_eval.starting import suite_names

    known = suite_names()
    if name in known:
        what = "a suite of SQL" if name in SQL_SUITES else "no suite of samples"
        return UsageError(f"{name} is {what}, which this command does not take", hint=_HINT)
    near = get_close_matches(name, known, n=1)
    return UsageError(f"there is no suite {name!r}", hint=f"did you mean {near[0]}? {_HINT}" if near else _HINT)


def refuse_others(request: "Request", taken: Collection[str]) -> None:
    """Raise a `UsageError` that names the options which were given though the suite does nothing with them."""
    others = [each for each in fields(request) if each.name not in {*taken, *_ALWAYS}]
    given = [each.name for each in others if getattr(request, each.name) != each.default]
    if given:
        named = ", ".join(f"--{_SPELLED.get(name, name)}" for name in given)
        raise UsageError(f"{request.suite} does not take {named}", hint="leave it out: it would change nothing")
