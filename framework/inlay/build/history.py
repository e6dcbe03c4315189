"""The history of a project: files that are delivered once, and the migration that an update may add to them."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from inlay.errors import SpecInvalid, UsageError
from inlay.plan import Plan
from inlay.project.lock import Lock
from inlay.project.objects import read_object
from inlay.project.tree import Tree
from inlay.project.workspace import Workspace
from inlay.render import Migration, RenderedFile, migration_between
from inlay.spec import Spec, load_spec

__all__ = ["History", "continue_history"]

_NUMBER = re.compile(r"^(\d{4})(?:_|$)")


@dataclass(frozen=True, slots=True)
class History:
    """A plan that delivers nothing a second time, and what a person should know of a new migration."""

    plan: Plan
    notes: tuple[str, ...] = ()


def continue_history(plan: Plan, tree: Tree, lock: Lock, work: Workspace) -> History:
    """Keep what a project was given once and for all, and add a migration where the new spec changes a table.

    Raises `SpecInvalid` for a change that rows which are there would not survive, and `UsageError` where the
    migrations have no single end.
    """
    kept = dict(_delivered(plan, tree, lock))
    others = [file for file in plan.files if file.path not in kept]
    files = {file.path: file for file in (*others, *kept.values())}
    migration = _migration(plan, tree, lock, work)
    if migration is None:
        return History(_with_files(plan, files))
    folder = _folder(plan)
    there = [path for path in tree.files() if _is_in(path, folder)]
    texts = {path: (tree.read(path) or b"").decode(errors="replace") for path in there}
    number, previous = _end({path: file.content for path, file in kept.items() if _is_in(path, folder)} | texts)
    new = migration.render(plan.template, number, previous, files["pyproject.toml"].content)
    return History(_with_files(plan, files | {new.path: new}), tuple(_notes(new.path, migration)))


def _with_files(plan: Plan, files: Mapping[str, RenderedFile]) -> Plan:
    return replace(plan, files=tuple(files[path] for path in sorted(files)))


def _delivered(plan: Plan, tree: Tree, lock: Lock) -> Iterator[tuple[str, RenderedFile]]:
    """Give the files that are not rendered again; what is only added to stays also when nothing would make it now."""
    prefix, made = f"templates/{lock.template}/", {file.path: file.owner for file in plan.files}
    for path, file in lock.files.items():
        if file.owner == "append-only" or file.owner == made.get(path) == "write-once":
            content, source = read_object(tree, file.sha256).decode(), file.source.removeprefix(prefix)
            yield path, RenderedFile(path=path, content=content, owner=file.owner, source=source)


def _migration(plan: Plan, tree: Tree, lock: Lock, work: Workspace) -> Migration | None:
    has_migrations = any(rule.each == "migration" for rule in plan.template.files)
    if not has_migrations or lock.template != plan.template.name:
        return None
    return migration_between(_locked_spec(tree, lock, work), plan.spec)


def _locked_spec(tree: Tree, lock: Lock, work: Workspace) -> Spec:
    """Load the spec that the project stands on now."""
    path = work.root / "spec.yaml"
    path.write_bytes(read_object(tree, lock.spec))
    try:
        return load_spec(path)
    except SpecInvalid as error:
        raise UsageError(
            f"the spec that {tree.root} was made of is no longer one, so that no migration can start from it:\n{error}",
            hint="update with the inlay that made the project first",
        ) from error


def _folder(plan: Plan) -> PurePosixPath:
    rule = next(rule for rule in plan.template.files if rule.each == "migration")
    return PurePosixPath(rule.target).parent


def _is_in(path: str, folder: PurePosixPath) -> bool:
    return PurePosixPath(path).parent == folder and path.endswith(".py")


def _end(texts: Mapping[str, str]) -> tuple[int, str]:
    """Give the next free number and the revision that nothing stands behind; people may have added their own."""
    found = {path: _revisions(path, text) for path, text in texts.items()}
    behind = {str(name) for _, previous in found.values() for name in previous}
    ends = sorted({revision for revision, _ in found.values() if revision} - behind)
    if len(ends) != 1:
        raise UsageError(
            f"the migrations have {len(ends)} ends, {', '.join(ends) or 'none'}, and a new one stands behind one",
            hint="`alembic merge heads` joins several",
        )
    names = [PurePosixPath(path).name for path in texts] + [revision for revision, _ in found.values()]
    numbers = [int(match[1]) for name in names if (match := _NUMBER.match(name))]
    return max(numbers, default=0) + 1, ends[0]


def _revisions(path: str, text: str) -> tuple[str, tuple[object, ...]]:
    """Give the revision of a migration and those that it stands behind."""
    values: dict[str, object] = {"revision": "", "down_revision": None}
    try:
        for node in ast.parse(text).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for target in targets:
                if isinstance(target, ast.Name) and target.id in values:
                    values[target.id] = ast.literal_eval(getattr(node, "value", None) or ast.Constant(None))
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"{path} cannot be read as a migration: {error}", hint="correct it first") from error
    previous = values["down_revision"]
    return str(values["revision"]), previous if isinstance(previous, tuple) else (previous,) if previous else ()


def _notes(path: str, migration: Migration) -> Iterator[str]:
    yield f"migration: {path}: {', '.join(migration.steps)}"
    if migration.demands:
        yield f"{', '.join(migration.demands)}: a row that no longer fits stops the migration, and nothing is changed"
    if migration.losses:
        yield (
            f"{', '.join(migration.losses)}: dropped with all values; what was renamed has gone and come anew, "
            f"and to keep what it held, move it in {path} before that runs"
        )
