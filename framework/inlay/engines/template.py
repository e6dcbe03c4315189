"""The ready-made cluster: made by `initdb` once for each version, kept in the cache folder, copied for every run.

It has one database and, besides its owner, whom nobody can log in as, one role: `judged`, which may make tables and
read what it has made. Functions that reach out (files, locks, settings, sleep, other sessions) are PostgreSQL's
volatile ones; they and those that make much out of little are taken from everybody.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from inlay.engines.programs import Programs
from inlay.resources import cache_folder
from inlay.sandbox.walls import giving_up_root

__all__ = ["DATABASE", "ROLE", "NotReady", "ready_cluster"]

DATABASE, ROLE = "postgres", "judged"
_FORMAT = 1
_SECONDS = 120.0

_SETTINGS = """
listen_addresses = ''
max_connections = 6
superuser_reserved_connections = 0
shared_buffers = 4MB
huge_pages = off
dynamic_shared_memory_type = mmap
max_worker_processes = 0
max_parallel_workers = 0
max_logical_replication_workers = 0
max_wal_senders = 0
wal_level = minimal
fsync = off
full_page_writes = off
synchronous_commit = off
min_wal_size = 2MB
autovacuum = off
jit = off
work_mem = 4MB
temp_file_limit = 32MB
timezone = 'UTC'
datestyle = 'ISO'
lc_messages = 'C'
log_min_messages = log
log_checkpoints = off
log_timezone = 'UTC'
"""
_WHO_MAY_COME = f"local {DATABASE} {ROLE} trust\n"

# Single-user mode reads one command a line.
_COMMANDS = f"""
UPDATE pg_database SET datistemplate = false
DROP DATABASE template0
DROP DATABASE template1
CREATE ROLE {ROLE} LOGIN CONNECTION LIMIT 2
REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC
GRANT CONNECT, CREATE ON DATABASE {DATABASE} TO {ROLE}
REVOKE ALL ON SCHEMA public FROM PUBLIC
DO $$DECLARE f regprocedure; BEGIN FOR f IN SELECT oid FROM pg_proc WHERE prokind <> 'a' AND (provolatile = 'v' \
OR proname IN ('generate_series', 'repeat', 'lpad', 'rpad') OR proname ~ '_to_xml|^pg_stat') \
LOOP EXECUTE format('REVOKE EXECUTE ON ROUTINE %s FROM PUBLIC', f); END LOOP; END$$
"""


class NotReady(Exception):
    """The cluster could not be made; the message says why in one line."""


_made: dict[str, Path] = {}


def ready_cluster(programs: Programs) -> Path:
    """Give the folder of the ready-made cluster of a version, which is made when it is not there."""
    name = f"{programs.version}-{_FORMAT}"
    for place in (_made.get(name), cache_folder() / "postgresql" / name):
        if place is not None and (place / "PG_VERSION").is_file():
            _made[name] = place
            return place
    try:
        _made[name] = _kept(programs, cache_folder() / "postgresql" / name)
    except OSError as error:
        raise NotReady(f"the cluster cannot be made: {error}") from error
    return _made[name]


def _kept(programs: Programs, place: Path) -> Path:
    """Make a cluster where its maker may write, and move it at once to where it is looked for."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        with tempfile.TemporaryDirectory(prefix="inlay-initdb-") as folder:
            _make(programs, Path(folder))
            shutil.copytree(Path(folder) / "data", draft, dirs_exist_ok=True)
        with suppress(OSError):  # somebody else was faster, which is as good
            draft.rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    if not (place / "PG_VERSION").is_file():
        raise NotReady(f"{place} cannot be written")
    return place


def _make(programs: Programs, folder: Path) -> None:
    """Make a cluster as a user with a name, which `initdb` asks for, and who is not root."""
    data = folder / "data"
    become: Sequence[str] = ()
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody").pw_uid
        os.chown(folder, nobody, nobody)
        become = giving_up_root(nobody)
    options = ("--username", "inlay", "--auth", "trust", "--locale", "C", "--encoding", "UTF8", "--wal-segsize", "1")
    _run([*become, f"{programs.folder}/initdb", "-D", f"{data}", "--no-sync", *options])
    single = ("--single", "-F", "-D", f"{data}", "-c", "log_checkpoints=off", DATABASE)
    _run([*become, f"{programs.folder}/postgres", *single], _COMMANDS)
    _run([*become, f"{programs.folder}/pg_resetwal", "-D", f"{data}"])
    (data / "postgresql.conf").write_text(_SETTINGS, "utf-8")
    (data / "pg_hba.conf").write_text(_WHO_MAY_COME, "utf-8")


def _run(command: Sequence[str], said: str = "") -> None:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
    try:
        done = subprocess.run(
            command, input=said, capture_output=True, text=True, timeout=_SECONDS, check=False, env=environment, cwd="/"
        )
    except subprocess.TimeoutExpired as error:
        raise NotReady(f"{Path(error.cmd[-1]).name} did not end in {_SECONDS:g} s") from error
    wrong = [line for line in done.stderr.splitlines() if "ERROR" in line or "FATAL" in line]
    if done.returncode or wrong:
        last = [*done.stderr.strip().splitlines(), "it said nothing"]
        raise NotReady(f"the cluster cannot be made: {(wrong or last)[0][:200]}")
