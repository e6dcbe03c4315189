"""Every bad spec of the corpus: its exact messages, exit code 2, nothing written, and no word of a traceback."""

import shutil
from pathlib import Path

import pytest

from inlay.cli.app import run

BAD = Path(__file__).parent / "bad"
SPECS = sorted(BAD.glob("*.yaml"))


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.stem)
def test_a_bad_spec_gets_its_messages_and_nothing_is_written(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(spec, tmp_path)
    monkeypatch.chdir(tmp_path)

    code = run(["plan", spec.name])

    said = capsys.readouterr()
    assert said.err == spec.with_suffix(".txt").read_text(encoding="utf-8")
    assert said.out == ""
    assert code == 2
    assert [path.name for path in tmp_path.iterdir()] == [spec.name]


def test_the_corpus_is_large() -> None:
    assert len(SPECS) >= 80
