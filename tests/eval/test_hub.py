"""Suites from a hub: one that stands on this machine and answers what the client asks."""

import gzip
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.eval.conftest import write_lines
from tests.eval.fake_hub import COMMIT, FakeHub, serving
from typer.testing import CliRunner

from inlay.errors import BackendError, UsageError
from inlay_eval.cli import app
from inlay_eval.published import published
from inlay_eval.sql import load_sql_suite
from inlay_eval.suites import DataInvalid, load_suite
from inlay_eval.suites.hub import HubAddress, hub_address, origin_of

constants = pytest.importorskip("huggingface_hub.constants")

TASK = {
    "task_id": "Tiny/0",
    "prompt": "def twice(number):\n",
    "entry_point": "twice",
    "canonical_solution": "    return number * 2\n",
    "test": "def check(candidate):\n    assert candidate(4) == 8\n",
}
LINE = json.dumps(TASK).encode() + b"\n"
QUESTION = json.dumps([{"db_id": "zoo", "question": "?", "query": "SELECT 1"}]).encode()
HELD = {
    "acme/humaneval": {"README.md": b"#", "HumanEval.jsonl": LINE, "odd name/Human Eval.jsonl": LINE},
    "acme/zipped": {"data/test.jsonl.gz": gzip.compress(LINE), "data/train.jsonl": LINE},
    "acme/several": {"a.jsonl": LINE, "b.jsonl": LINE},
    "acme/bare": {"README.md": b"#"},
    "acme/questions": {"dev.json": QUESTION, "tables.json": b"[]"},
    "acme/untold": {"dev.json": QUESTION},
    "plain": {"data.jsonl": LINE},
}


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "kept"))
    with serving(HELD, ("main", "refs/convert/parquet")) as found:
        monkeypatch.setenv("HF_ENDPOINT", found.address)
        yield found


@pytest.mark.parametrize(
    ("text", "name", "revision", "path"),
    [
        ("hub:acme/sums", "acme/sums", "", ""),
        ("hub:acme/sums/full/test.parquet", "acme/sums", "", "full/test.parquet"),
        ("hub:acme/sums@v1.0/full/", "acme/sums", "v1.0", "full"),
        ("hub:acme/sums@refs%2Fconvert%2Fparquet", "acme/sums", "refs/convert/parquet", ""),
        ("hub:mbpp@main/full", "mbpp", "main", "full"),
    ],
)
def test_an_address_names_a_data_set_a_revision_and_a_path(text: str, name: str, revision: str, path: str) -> None:
    assert hub_address(text) == HubAddress(name=name, revision=revision, path=path)


@pytest.mark.parametrize("text", ["hub:", "hub:acme/sums@", "hub:/acme", "hub:acme/sums/../other", "hub:a b"])
def test_an_address_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="names no data of a hub"):
        hub_address(text)


def test_a_path_is_no_address() -> None:
    assert hub_address("data/HumanEval.jsonl") is None


@pytest.mark.parametrize(
    "address",
    [
        "hub:acme/humaneval",
        "hub:acme/humaneval@main/odd name/Human Eval.jsonl",
        "hub:acme/humaneval/odd name",
        f"hub:acme/zipped@{COMMIT}",
        "hub:acme/zipped@refs%2Fconvert%2Fparquet/data",
        "hub:plain",
    ],
)
def test_a_suite_is_read_from_a_hub(hub: FakeHub, address: str) -> None:
    suite = load_suite("humaneval", Path(address))

    assert [task.id for task in suite.tasks] == ["Tiny/0"]
    name = address.removeprefix("hub:").partition("@")[0]
    assert origin_of(suite.file).startswith(f"hub:{'/'.join(name.split('/')[:2])}@{COMMIT}/")


def test_a_file_of_a_commit_is_fetched_once(hub: FakeHub) -> None:
    address = Path(f"hub:acme/humaneval@{COMMIT}/HumanEval.jsonl")
    first = load_suite("humaneval", address)
    asked = len(hub.asked)

    assert load_suite("humaneval", address).digest == first.digest
    assert asked > 0
    assert len(hub.asked) == asked


def test_the_environment_may_name_a_hub(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INLAY_EVAL_DATA", "hub:acme/humaneval")
    assert load_suite("humaneval", None).tasks


def test_schemas_come_with_the_questions_where_the_hub_has_them(hub: FakeHub, tmp_path: Path) -> None:
    with_schemas = load_sql_suite("spider", Path("hub:acme/questions"), [tmp_path])
    without = load_sql_suite("spider", Path("hub:acme/untold"), [tmp_path])
    load_sql_suite("spider", Path(f"hub:acme/untold@{COMMIT}/dev.json"), [tmp_path])

    assert with_schemas.tables is not None
    assert without.tables is None
    assert sum("untold" in asked and "tables.json" in asked for asked in hub.asked) == 1


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("hub:acme/nothing", "hub:acme/nothing is not to be had"),
        ("hub:acme/humaneval@v9", "hub:acme/humaneval@v9 is not to be had"),
        ("hub:acme/humaneval/other.jsonl", "is not to be had"),
        ("hub:acme/several", r"hub:acme/several holds 2 files: a\.jsonl, b\.jsonl"),
        ("hub:acme/bare", "holds no file that can be read"),
    ],
)
def test_what_the_hub_does_not_have_is_named(hub: FakeHub, address: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_suite("humaneval", Path(address))


def test_a_hub_that_does_not_answer_is_one_message_with_exit_3(tmp_path: Path, hub: FakeHub) -> None:
    hub.shutdown()
    hub.server_close()
    for address in ("hub:acme/humaneval", f"hub:acme/humaneval@{COMMIT}/HumanEval.jsonl"):
        with pytest.raises(BackendError, match="hub:acme/humaneval.* cannot be fetched") as caught:
            load_suite("humaneval", Path(address))
        assert caught.value.exit_code == 3
        assert "give a local file with --data" in caught.value.hint


def test_without_the_client_its_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(UsageError, match="huggingface_hub is not installed") as caught:
        load_suite("humaneval", Path("hub:acme/humaneval"))
    assert "inlay[hub]" in caught.value.hint


def test_a_report_says_from_which_commit_its_data_came(hub: FakeHub, tmp_path: Path) -> None:
    samples = write_lines(
        tmp_path / "samples.jsonl", [{"task_id": "Tiny/0", "completion": "    return number + number"}]
    )
    words = [
        "run",
        "humaneval",
        "--samples",
        str(samples),
        "--data",
        "hub:acme/humaneval",
        "--out",
        str(tmp_path / "o"),
    ]

    answer = CliRunner().invoke(app, words, catch_exceptions=False)

    assert answer.exit_code == 0
    told = json.loads((tmp_path / "o" / "report.json").read_text())
    assert f"the data is hub:acme/humaneval@{COMMIT}/HumanEval.jsonl" in told["notes"]
    assert told["data"].startswith("HumanEval.jsonl ")


def as_parquet(records: list[dict[str, Any]]) -> bytes:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    written = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(records), written)
    return written.getvalue()


def test_rows_of_parquet_are_records(tmp_path: Path) -> None:
    file = tmp_path / "test-00000-of-00001.parquet"
    file.write_bytes(
        as_parquet([TASK, {**TASK, "task_id": "Tiny/1", "prompt": "def twice(number):\n    # 二\u2028倍\n"}])
    )

    suite = load_suite("humaneval", file)

    assert [task.id for task in suite.tasks] == ["Tiny/0", "Tiny/1"]
    assert suite.tasks[1].head.endswith("# 二\u2028倍\n")
    assert set(published("humaneval", file, lambda text: {len(text)}).texts) == {"Tiny/0", "Tiny/1"}


def test_questions_may_lie_in_parquet(tmp_path: Path) -> None:
    file = tmp_path / "validation-00000-of-00001.parquet"
    file.write_bytes(as_parquet(json.loads(QUESTION)))

    assert [task.gold for task in load_sql_suite("spider", file, [tmp_path]).tasks] == ["SELECT 1"]


def test_a_broken_parquet_file_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "test.parquet").write_bytes(b"PAR1")
    with pytest.raises(DataInvalid, match="is no Parquet file"):
        load_suite("humaneval", tmp_path / "test.parquet")


def test_without_pyarrow_its_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "test.parquet").write_bytes(b"PAR1")
    with pytest.raises(UsageError, match="pyarrow is not installed"):
        load_suite("humaneval", tmp_path / "test.parquet")
