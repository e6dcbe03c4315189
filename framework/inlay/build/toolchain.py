"""Whether the running interpreter has what a template's checks need."""

import re
import shlex
from collections.abc import Collection, Iterable
from importlib.metadata import PackageNotFoundError, version

from inlay.errors import UsageError

__all__ = ["missing_requirements", "require_toolchain"]

_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")


def missing_requirements(requires: Iterable[str]) -> tuple[str, ...]:
    """Give the names among requirements that are not installed beside inlay."""
    names = (match[0] for text in requires if (match := _NAME.match(text)))
    return tuple(name for name in names if not _installed(name))


def require_toolchain(requires: Collection[str]) -> None:
    """Refuse to go on where the project's own checks could not run."""
    missing = missing_requirements(requires)
    if missing:
        wanted = [text for text in requires if (match := _NAME.match(text)) and match[0] in missing]
        hint = f"install them beside inlay: pip install {' '.join(map(shlex.quote, wanted))}"
        raise UsageError(f"the checks of this template need {', '.join(missing)}", hint=hint)


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True
