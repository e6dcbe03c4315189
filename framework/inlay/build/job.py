"""The main job: a spec in, a verified project out, or nothing touched."""

import re
from pathlib import Path

from inlay.build.freshness import standing
from inlay.build.inputs import inputs_digest
from inlay.build.options import Options
from inlay.build.report import Progress, Report, Silent
from inlay.errors import UsageError

__all__ = ["frozen", "new", "read_spec", "target_of", "update", "verify"]

_NAME = re.compile(rb"^name: *([a-z][a-z0-9_-]*) *\r?$", re.MULTILINE)


def new(spec_path: Path, target: Path, options: Options | None = None, progress: Progress | None = None) -> Report:
    """Make the project of a spec in `target`; a project that these inputs have made before is left as it is.

    Raises `InlayError` with nothing written; slots that stay stubs are in the report, and its exit code says so.
    """
    from inlay.project.hold import recover

    options = options or Options()
    inputs = inputs_digest(read_spec(spec_path), options)
    recover(target)
    done = standing(target, inputs)
    if done is not None:
        return done
    from inlay.build.making import make

    return make(spec_path, target, inputs, options, progress or Silent())


def update(spec_path: Path, target: Path, options: Options | None = None, progress: Progress | None = None) -> Report:
    """Merge what the inputs make now into a project that people have worked on; their work survives."""
    from inlay.project.hold import recover

    options = options or Options()
    inputs = inputs_digest(read_spec(spec_path), options)
    recover(target)
    done = standing(target, inputs)
    if done is not None:
        return done
    if not target.is_dir():
        raise UsageError(f"{target} is no project to update", hint="make one with `inlay new`")
    from inlay.build.updating import update_project

    return update_project(spec_path, target, inputs, options, progress or Silent())


def frozen(
    spec_path: Path,
    target: Path,
    source: Path | None = None,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Report:
    """Make the same bytes again from the lock and the pristine copies of `source`; no model and no network."""
    from inlay.build.rebuilding import rebuild
    from inlay.project.hold import recover

    recover(target)
    return rebuild(read_spec(spec_path), target, source or target, options or Options(), progress or Silent())


def verify(target: Path, options: Options | None = None, progress: Progress | None = None) -> Report:
    """Run every gate and every check of a project again, without a model, and take over slots edited by hand."""
    from inlay.build.verifying import verify_project
    from inlay.project.hold import recover

    recover(target)
    return verify_project(target, options or Options(), progress or Silent())


def target_of(spec_path: Path) -> Path:
    """Give the folder that a spec's project gets when no other is named: the spec's name, in the current folder."""
    found = _NAME.search(read_spec(spec_path))
    if found:
        return Path(found[1].decode())
    from inlay.spec import load_spec

    return Path(load_spec(spec_path).name)


def read_spec(path: Path) -> bytes:
    """Give a spec's bytes; raise `UsageError` when there is no such file."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", hint="name the YAML file of a spec") from error
