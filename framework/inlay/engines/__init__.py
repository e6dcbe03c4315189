"""Database engines that judge beside the box's SQLite: PostgreSQL, really run, and thrown away at the end."""

from inlay.engines.postgres import Postgres
from inlay.engines.probing import Second, probe_postgres, warm_postgres
from inlay.engines.programs import Programs, find_programs
from inlay.engines.template import NotReady

__all__ = ["NotReady", "Postgres", "Programs", "Second", "find_programs", "probe_postgres", "warm_postgres"]
