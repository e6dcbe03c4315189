import json
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from tensorboardX.proto.event_pb2 import Event
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_finetune.cli import app
from inlay_finetune.reporting import read_metrics, summary

_PNG = b"\x89PNG\r\n\x1a\n"


def _run(folder: Path, losses: list[float], heldout: dict[int, float] | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        {"kind": "train", "step": step, "loss": loss, "tokens_per_second": 100.0 * step, "tokens": 10 * step}
        for step, loss in enumerate(losses, 1)
    ]
    lines += [{"kind": "heldout", "step": step, "loss": loss, "exact": 0.25} for step, loss in (heldout or {}).items()]
    (folder / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


def test_a_report_says_how_far_how_fast_and_how_good(tmp_path: Path) -> None:
    run = _run(tmp_path / "run", [4.0, 2.0, 1.0], {1: 3.0, 2: 1.5, 3: 1.75})
    (run / "resolved.yaml").write_text("steps: 3\n")
    output = CliRunner().invoke(app, ["report", str(run)]).output
    assert "steps:    3, 30 tokens" in output
    assert "loss:     4.0000 at first, 1.0000 at last" in output
    assert "held out: 1.7500 at last, 1.5000 at best (step 2); 25.0% exact at last" in output
    assert "speed:    200 tokens a second, the median" in output
    assert "spikes:   none" in output
    page = (run / "report.md").read_text()
    assert "![curves](curves.png)" in page
    assert "```yaml\nsteps: 3\n```" in page
    assert (run / "curves.png").read_bytes().startswith(_PNG)


def test_a_report_gives_programs_the_numbers_themselves(tmp_path: Path) -> None:
    run = _run(tmp_path / "run", [4.0, 2.0, 1.0], {1: 3.0, 2: 1.5, 3: 1.75})
    answer = json.loads(CliRunner().invoke(app, ["report", str(run), "--output-format", "json"]).stdout)
    assert answer == {
        "steps": 3,
        "tokens": 30,
        "elapsed": None,
        "first_loss": 4.0,
        "last_loss": 1.0,
        "heldout": {"last": 1.75, "best": 1.5, "best_step": 2, "exact": 0.25},
        "tokens_per_second": 200.0,
        "mfu": None,
        "peak_memory": None,
        "spikes": [],
        "report": str(run / "report.md"),
        "curves": str(run / "curves.png"),
        "events": None,
    }


def _events(file: Path) -> Iterator[tuple[str, int, float]]:
    """Read what was written: records of a length, a checksum, a protocol buffer, a checksum."""
    data = file.read_bytes()
    while data:
        (length,) = struct.unpack_from("<Q", data)
        event = Event.FromString(data[12 : 12 + length])
        yield from ((value.tag, event.step, value.simple_value) for value in event.summary.value)
        data = data[16 + length :]


def test_every_number_becomes_an_event(tmp_path: Path) -> None:
    run = _run(tmp_path / "run", [4.0, 2.0], {2: 3.0})
    words = ["report", str(run), "--out", str(tmp_path / "out"), "--tensorboard", str(tmp_path / "events")]
    assert CliRunner().invoke(app, words).exit_code == 0
    (file,) = (tmp_path / "events").iterdir()
    assert {each for each in _events(file) if each[0].endswith("/loss")} == {
        ("train/loss", 1, 4.0),
        ("train/loss", 2, 2.0),
        ("heldout/loss", 2, 3.0),
    }
    assert sorted(path.name for path in run.iterdir()) == ["metrics.jsonl"]


def test_a_loss_that_leaps_is_named(tmp_path: Path) -> None:
    run = _run(tmp_path, [5.0, 4.0, 3.0, 2.0, 1.9, 40.0, 1.8, 1.7, 1.6])
    assert summary(read_metrics(run))["spikes"] == "step 6"


@given(st.lists(st.floats(0.1, 1.0), min_size=2, max_size=30))
def test_a_loss_that_only_falls_has_no_spikes(falls: list[float]) -> None:
    losses = [20.0]
    for fall in falls:
        losses.append(losses[-1] * fall)
    with tempfile.TemporaryDirectory() as folder:
        assert summary(read_metrics(_run(Path(folder), losses)))["spikes"] == "none"


def test_a_line_that_a_kill_left_torn_is_left_out(tmp_path: Path) -> None:
    run = _run(tmp_path, [2.0, 1.0])
    with (run / "metrics.jsonl").open("a") as file:
        file.write('{"kind": "train", "st')
    assert [line.step for line in read_metrics(run).train] == [1, 2]


@pytest.mark.parametrize(
    "line", ["[]\n", "nonsense\n", '{"kind": "train"}\n', '{"kind": "train", "step": null}\n', "\n"]
)
def test_a_line_that_is_no_metrics_is_named(line: str, tmp_path: Path) -> None:
    run = _run(tmp_path, [2.0])
    with (run / "metrics.jsonl").open("a") as file:
        file.write(line)
    with pytest.raises(UsageError, match=r"metrics\.jsonl:2:1: not a line of metrics"):
        read_metrics(run)


def test_a_folder_without_a_run_is_told_apart_from_one_without_steps(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot read .*metrics\.jsonl"):
        read_metrics(tmp_path)
    with pytest.raises(UsageError, match="holds no step of a training yet"):
        read_metrics(_run(tmp_path, []))
