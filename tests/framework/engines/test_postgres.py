"""The throw-away PostgreSQL: what it gives, what it refuses, and that nothing of it is left behind."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from inlay.engines import Postgres, find_programs, probe_postgres
from inlay.engines.cluster import running
from inlay.engines.statements import for_psycopg
from inlay.engines.template import DATABASE, ROLE
from inlay.sandbox import CaseOutcome, SqlCase, SqlJob, Table, TierName, Value

DDL = ("CREATE TABLE t (id integer PRIMARY KEY, n numeric, d date, m timestamptz, b boolean, s text)",)
ROWS: list[dict[str, Value]] = [
    {
        "id": 1,
        "n": Decimal("1.50"),
        "d": date(2024, 2, 29),
        "m": datetime(2024, 1, 1, 12, tzinfo=UTC),
        "b": True,
        "s": "50 % :x",
    },
    {"id": 2, "n": None, "d": None, "m": None, "b": None, "s": None},
]


@pytest.fixture(scope="module", params=["bubblewrap", "none"])
def postgres(request: pytest.FixtureRequest) -> Iterator[Postgres]:
    """A server in a box, and one without."""
    walls: TierName = request.param
    second, programs = probe_postgres(walls), find_programs()
    if not second.there or programs is None:
        pytest.skip(second.reason)
    server = Postgres(programs, walls)
    yield server
    server.close()


def ask(postgres: Postgres, statement: str, **given: Value) -> CaseOutcome:
    [outcome] = postgres.run_sql(
        SqlJob(ddl=DDL, statement=statement, cases=(SqlCase(tables={"t": ROWS}, parameters=given),))
    )
    return outcome


def test_values_come_back_by_their_types(postgres: Postgres) -> None:
    assert ask(postgres, "SELECT * FROM t ORDER BY id").value == Table(
        ("id", "n", "d", "m", "b", "s"),
        (
            (1, Decimal("1.50"), date(2024, 2, 29), datetime(2024, 1, 1, 12), True, "50 % :x"),
            (2, None, None, None, None, None),
        ),
    )


def test_a_query_that_finds_nothing_still_names_its_columns(postgres: Postgres) -> None:
    assert ask(postgres, "SELECT id, s FROM t WHERE 1 = 0").value == Table(("id", "s"), ())


def test_parameters_are_bound_and_percent_signs_are_text(postgres: Postgres) -> None:
    statement = "SELECT id FROM t WHERE s LIKE '50 %' AND id = CAST(:id AS bigint)"
    assert ask(postgres, statement, id=1).value == Table(("id",), ((1,),))


def test_each_case_finds_its_own_rows_only(postgres: Postgres) -> None:
    cases = tuple(SqlCase(tables={"t": rows}) for rows in (ROWS, [], ROWS[:1]))
    outcomes = postgres.run_sql(SqlJob(ddl=DDL, statement="SELECT count(*) AS n FROM t", cases=cases))
    assert [outcome.value for outcome in outcomes] == [Table(("n",), ((number,),)) for number in (2, 0, 1)]


def test_rows_that_postgresql_cannot_hold_are_told_apart_from_a_failing_query(postgres: Postgres) -> None:
    case = SqlCase(tables={"t": [{"id": 2**40}]})
    [outcome] = postgres.run_sql(SqlJob(ddl=DDL, statement="SELECT id FROM t", cases=(case,)))
    assert outcome.ending == "unloaded"
    assert ask(postgres, "SELECT nothing FROM t").ending == "raised"


REFUSED = {
    "SELECT 1; SELECT 2": "multiple commands",
    "COPY t TO '/tmp/inlay-was-here'": "only one SELECT may be asked",
    "SELECT pg_sleep(3600)": "permission denied for function pg_sleep",
    "SELECT pg_read_file('/etc/passwd')": "permission denied for function pg_read_file",
    "SELECT lo_import('/etc/passwd')": "permission denied for function lo_import",
    "SELECT pg_advisory_lock(1)": "permission denied for function pg_advisory_lock",
    "SELECT set_config('role', 'inlay', false)": "permission denied for function set_config",
    "SELECT query_to_xml('DROP TABLE t', true, true, '')": "permission denied for function query_to_xml",
    "SELECT repeat('x', 1000000000)": "permission denied for function repeat",
    "SELECT count(*) FROM generate_series(1, 1000000000000)": "permission denied for function generate_series",
    "SELECT rolpassword FROM pg_authid": "permission denied for table pg_authid",
    "SELECT id FROM t FOR UPDATE": "read-only transaction",
    "WITH gone AS (DELETE FROM t RETURNING id) SELECT id FROM gone": "read-only transaction",
    "SELECT s FROM t WHERE s = ':y'": "nothing is bound to :y",
}


@pytest.mark.parametrize(("statement", "reason"), REFUSED.items(), ids=REFUSED)
def test_what_reaches_out_is_refused(statement: str, reason: str, postgres: Postgres) -> None:
    outcome = ask(postgres, statement)
    assert outcome.ending == "raised"
    assert reason in outcome.error
    assert ask(postgres, "SELECT count(*) AS n FROM t").value == Table(("n",), ((2,),))


@pytest.mark.timeout(120)
def test_a_query_without_end_is_ended_and_the_rest_of_its_cases_are_not_tried(postgres: Postgres) -> None:
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r"
    outcomes = postgres.run_sql(SqlJob(ddl=DDL, statement=endless, cases=(SqlCase(tables={}),) * 20))
    assert {outcome.ending for outcome in outcomes} <= {"timeout", "raised"}
    assert ask(postgres, "SELECT 1 AS n").value == Table(("n",), ((1,),))


def test_rows_without_end_are_cut_off(postgres: Postgres) -> None:
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r"
    assert ask(postgres, endless).ending == "oversized"


def test_a_server_that_is_gone_is_replaced(postgres: Postgres) -> None:
    assert ask(postgres, "SELECT 1 AS n").ending == "returned"
    assert postgres._cluster is not None
    postgres._cluster.close()
    assert ask(postgres, "SELECT 1 AS n").ending == "killed"
    assert ask(postgres, "SELECT 1 AS n").ending == "returned"


def test_the_server_is_not_root_and_has_no_network(postgres: Postgres) -> None:
    ask(postgres, "SELECT 1 AS n")
    assert postgres._cluster is not None
    settings = (postgres._cluster.folder / "data" / "postgresql.conf").read_text()
    assert "listen_addresses = ''" in settings
    socket = postgres._cluster.folder / ".s.PGSQL.5432"
    assert socket.stat().st_uid != 0


def test_closing_leaves_neither_process_nor_folder(postgres: Postgres) -> None:
    ask(postgres, "SELECT 1 AS n")
    assert postgres._cluster is not None
    folder = postgres._cluster.folder
    assert servers(folder)
    postgres.close()
    assert not folder.exists()
    assert not servers(folder)


def test_each_of_many_servers_is_gone_with_all_its_processes_when_it_is_closed(postgres: Postgres) -> None:
    programs = find_programs()
    assert programs is not None
    for _ in range(12):
        with (
            running(programs, postgres._tier) as cluster,
            closing(psycopg.connect(host=str(cluster.folder), dbname=DATABASE, user=ROLE)),
        ):
            cluster.close()
            assert not servers(cluster.folder)


KILLED = """
import sys
from inlay.engines import probe_postgres, warm_postgres
walls = sys.argv[1]
probe_postgres(walls)
server = warm_postgres(walls)
with server._lock:
    server._connected()
print(server._cluster.folder, flush=True)
sys.stdin.read()
"""


@pytest.mark.timeout(120)
@pytest.mark.parametrize("walls", ["bubblewrap", "none"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["kill", "interrupt"])
def test_a_killed_run_leaves_no_process_and_the_next_run_takes_its_folder_away(
    walls: TierName, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = find_programs()
    if programs is None or not probe_postgres(walls).there:
        pytest.skip("PostgreSQL is not installed")
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, walls],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as run:
        assert run.stdout is not None
        folder = Path(run.stdout.readline().strip())
        found = [os.pidfd_open(process) for process in servers(folder)]
        assert found
        run.send_signal(number)
    wait_for_all(found)
    assert not servers(folder)
    monkeypatch.setattr("inlay.engines.cluster._YOUNG_SECONDS", 0.0)
    with running(programs, walls):
        assert not folder.exists()


def servers(folder: Path) -> list[int]:
    """The processes that have the folder's name in their command line, or its place in their box."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes()
            mounts = (place / "mountinfo").read_text() if b"postgres" in command else ""
        except OSError:
            continue
        if b"postgres" in command and (str(folder).encode() in command or f"/{folder.name}" in mounts):
            found.append(int(place.name))
    return found


def wait_for_all(processes: list[int]) -> None:
    for process in processes:
        poll = select.poll()
        poll.register(process, select.POLLIN)
        assert poll.poll(30_000), "a process of the server goes on"
        os.close(process)


def test_a_place_in_quotes_is_a_place_as_it_is_for_the_service() -> None:
    assert for_psycopg("SELECT :a, '5 %', x::text", {"a"}) == "SELECT %(a)s, '5 %%', x::text"
    with pytest.raises(KeyError, match="nothing is bound to :b"):
        for_psycopg("SELECT ':b'", {"a"})
