"""Whether PostgreSQL can judge here beside SQLite: tried once for each version, walls and start of the machine."""

import importlib.util
import json
import os
import platform
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache

from inlay.engines.postgres import Postgres
from inlay.engines.programs import Programs, find_programs
from inlay.engines.template import NotReady
from inlay.errors import InlayError
from inlay.once import OncePerProcess
from inlay.resources import cache_folder
from inlay.sandbox import SqlJob, Table, TierName
from inlay.sandbox.advice import how_to_install
from inlay.sandbox.base import SqlCase
from inlay.sandbox.probing import boot_id

__all__ = ["Second", "probe_postgres", "warm_postgres"]

_FORMAT = 1
_TRIAL = SqlJob(
    ddl=("CREATE TABLE t (n integer)",), statement="SELECT n FROM t", cases=(SqlCase(tables={"t": [{"n": 7}]}),)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Second:
    """The second engine. `version` is empty where there is none; `reason` and `hint` say why and what to type."""

    version: str = ""
    reason: str = ""
    hint: str = ""

    @property
    def there(self) -> bool:
        """Say whether queries are judged by two engines."""
        return bool(self.version)

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines that judge, as reports and locks name them."""
        return ("sqlite", f"postgresql {self.version}") if self.there else ("sqlite",)


def probe_postgres(walls: TierName = "bubblewrap") -> Second:
    """Say whether a query can be judged by PostgreSQL behind these walls."""
    programs = find_programs()
    if programs is None:
        hint = how_to_install("postgresql")
        return Second(reason=f"PostgreSQL is not installed ({platform.system()})", hint=hint)
    if importlib.util.find_spec("psycopg") is None:
        return Second(reason="its driver psycopg is not installed", hint='pip install "inlay[service]"')
    return _tried(programs, walls)


def warm_postgres(walls: TierName) -> Postgres:
    """Give the server of these walls; it starts with its first job and ends with this process."""
    return _server(walls)


@OncePerProcess
@contextmanager
def _server(walls: TierName) -> Iterator[Postgres]:
    programs = find_programs()
    if programs is None:
        raise NotReady("PostgreSQL is not installed")
    with closing(Postgres(programs, walls)) as server:
        yield server


@cache
def _tried(programs: Programs, walls: TierName) -> Second:
    key = [str(_FORMAT), walls, str(programs.folder), programs.version, boot_id(), str(os.geteuid())]
    memory = cache_folder() / f"postgresql-{walls}.json"
    with suppress(OSError, ValueError):
        if json.loads(memory.read_text("utf-8")) == key:
            return Second(version=programs.version)
    try:
        [outcome] = warm_postgres(walls).run_sql(_TRIAL)
    except (NotReady, InlayError, ImportError) as error:
        return Second(reason=str(error), hint="report this with the output of `inlay doctor`")
    if outcome.value != Table(("n",), ((7,),)):
        return Second(reason=f"PostgreSQL does not answer ({outcome.error})", hint="report this")
    with suppress(OSError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        memory.write_text(json.dumps(key), "utf-8")
    return Second(version=programs.version)
