"""A service whose database goes from one spec to another, on SQLite and, where it is there, on PostgreSQL."""

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from inlay.catalog import load_template
from inlay.engines import find_programs
from inlay.render import RenderedFile, migration_between, render_project
from inlay.sandbox.walls import giving_up_root
from inlay.spec import load_spec

_PLAY = Path(__file__).with_name("play.py")


@dataclass(frozen=True, kw_only=True)
class Database:
    """A project on disk and the database that its migrations work on."""

    folder: Path
    url: str

    def write(self, files: Sequence[RenderedFile]) -> None:
        for file in files:
            target = self.folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(file.content, encoding="utf-8")

    def make(self, spec: str) -> None:
        """Make the project of a spec."""
        self.write(render_project(load_template("fastapi-service"), load_spec(self._spec(spec))))

    def change(self, before: str, after: str) -> RenderedFile:
        """Make the project of a spec and bring it to another one, as `update` does; give the migration."""
        template = load_template("fastapi-service")
        old, new = load_spec(self._spec(before)), load_spec(self._spec(after))
        first = [file for file in render_project(template, old) if file.owner == "append-only"]
        files = [file for file in render_project(template, new) if file.owner != "append-only"]
        migration = migration_between(old, new)
        assert migration is not None
        pyproject = next(file.content for file in files if file.path == "pyproject.toml")
        added = migration.render(template, 2, "0001", pyproject)
        self.write([*first, *files, added])
        return added

    def _spec(self, text: str) -> Path:
        path = self.folder.parent / "spec.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def play(self, *steps: Sequence[str]) -> Any:
        """Take steps one after the other in a process of their own; give what the statements answered."""
        environment = {**os.environ, "DATABASE_URL": self.url, "PYTHONPATH": "src"}
        done = subprocess.run(
            [sys.executable, str(_PLAY)],
            input=json.dumps(steps),
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """An empty folder beside an empty database."""
    return _database(request, tmp_path / "service")


@pytest.fixture
def other(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> Database:
    """A second one beside it, on the same engine."""
    return _database(request, tmp_path / "other", engine=database.url.partition(":")[0])


def _database(request: pytest.FixtureRequest, folder: Path, engine: str = "") -> Database:
    folder.mkdir()
    if (engine or request.param) == "sqlite":
        return Database(folder=folder, url=f"sqlite:///{folder}.db")
    return Database(folder=folder, url=_fresh(request.getfixturevalue("server")))


def _fresh(socket: Path) -> str:
    import psycopg

    name = f"d{time.monotonic_ns()}"
    with psycopg.connect(host=str(socket), dbname="postgres", user="inlay", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"postgresql+psycopg://inlay@/{name}?host={socket}"


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """A PostgreSQL of our own with nobody's rights; gives the folder of its socket."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not here")
    folder = Path(tempfile.mkdtemp(prefix="inlay-migrations-"))
    become: Sequence[str] = ()
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody").pw_uid
        os.chown(folder, nobody, nobody)
        become = giving_up_root(nobody)
    bin_folder, data = programs.folder, folder / "data"
    words = ("-U", "inlay", "-A", "trust", "-N", "--locale=C", "-E", "UTF8")
    subprocess.run([*become, f"{bin_folder}/initdb", "-D", f"{data}", *words], check=True, capture_output=True, cwd="/")
    quick = ["-c", "fsync=off", "-c", "listen_addresses=", "-k", f"{folder}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*become, f"{bin_folder}/postgres", "-D", f"{data}", *quick], stderr=log, cwd="/")
    try:
        _wait_for(folder)
        yield folder
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(socket: Path) -> None:
    import psycopg

    for _ in range(100):
        try:
            psycopg.connect(host=str(socket), dbname="postgres", user="inlay").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    pytest.fail((socket / "log").read_text())
