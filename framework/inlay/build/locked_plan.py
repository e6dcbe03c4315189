"""The plan of a project as it was locked."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from inlay.catalog import load_template
from inlay.plan import Plan, make_plan
from inlay.project.lock import Lock
from inlay.project.objects import read_object
from inlay.project.tree import Tree
from inlay.spec import load_spec

__all__ = ["locked_plan"]


def locked_plan(tree: Tree, lock: Lock) -> Plan:
    """Plan again from the spec that made the project, which the file of that name may no longer hold."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "spec.yaml"
        path.write_bytes(read_object(tree, lock.spec))
        spec = load_spec(path)
    return make_plan(replace(spec, path=lock.spec_path), load_template(lock.template))
