"""The right bodies of a spec's slots, in `<name>.reference.yaml` beside it."""

from pathlib import Path

from inlay.errors import UsageError

__all__ = ["references_of"]


def references_of(spec: Path) -> dict[str, str]:
    """Give the right body of each slot that has one; none where there is no such file.

    Raises:
        UsageError: The file cannot be read as slots with their bodies.
    """
    import yaml

    path = spec.with_suffix(".reference.yaml")
    if not path.is_file():
        return {}
    try:
        found = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(body, str) for body in found.values()):
        raise UsageError(f"{path} is no list of bodies", hint="write one line a slot: `rules.total: return 1`")
    return found
