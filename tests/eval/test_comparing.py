"""Two runs side by side, and the baseline that only blessing moves."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_eval.cli import app
from inlay_eval.comparing import bless, compare, read_run
from inlay_eval.measures import EFFICIENCY, EXACT_SET_MATCH
from inlay_eval.report import CaseLine, Report, write_report
from inlay_eval.slotbench.reporting import ACCEPTED, RIGHT, STUB, WRONG
from inlay_eval.suites.records import DataInvalid

_NAMES = {"exact": EXACT_SET_MATCH, "efficient": EFFICIENCY}


def a_run(
    folder: Path,
    passed: Sequence[bool | None] = (),
    *,
    data: str = "d",
    missing: Sequence[str] = (),
    uncounted: Sequence[str] = (),
    verdicts: Sequence[str] = (),
    **measured: Sequence[float],
) -> Path:
    """Write a run of cases that passed or did not, or of slots that ended with verdicts of slotbench.

    What else is given by name are further measures, `exact=[1, 0]` being that of two cases.
    """
    found = tuple(passed) or tuple(None if word == ACCEPTED else word == RIGHT for word in verdicts)
    words = tuple(verdicts) or tuple("passed" if each else "failed" for each in found)
    cases = tuple(
        CaseLine(case=f"T/{number:02}", line=number + 1, verdict=word, passed=each, measures=_nth(measured, number))
        for number, (word, each) in enumerate(zip(words, found, strict=True))
    )
    report = Report(
        suite="tiny",
        data=data,
        environment="e",
        tasks=len(cases),
        missing=tuple(missing),
        uncounted=tuple(uncounted),
        verdicts={},
        scores=(),
        self_check=(),
        notes=(),
        seconds=1.0,
        resumed=0,
        cases=cases,
    )
    write_report(report, folder)
    return folder


def _nth(measured: Mapping[str, Sequence[float]], number: int) -> dict[str, float]:
    return {_NAMES.get(name, name): values[number] for name, values in measured.items() if number < len(values)}


def command(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, list(words), catch_exceptions=False)
    return answer.exit_code, answer.output


def test_what_was_mended_and_what_was_broken_is_named(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True, True, False, None])
    after = a_run(tmp_path / "b", [True, False, True, True])

    found = compare(read_run(before), read_run(after))

    assert (found.mended, found.broken) == (("T/02",), ("T/01",))
    assert (found.lost, found.only_after) == ((), ("T/03",))
    assert (found.difference.value, found.difference.count, found.regressed) == (0, 3, False)


def test_a_task_that_has_no_sample_any_more_counts_as_not_passed(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True] * 10)
    after = a_run(tmp_path / "b", [True] * 4, missing=[f"T/{number:02}" for number in range(4, 10)])

    found = compare(read_run(before), read_run(after))

    assert (found.difference.value, found.difference.count) == (-0.6, 10)
    assert found.broken == tuple(f"T/{number:02}" for number in range(4, 10))
    assert found.regressed
    assert not compare(read_run(after), read_run(before)).regressed


def test_a_case_that_cannot_be_judged_any_more_is_a_regression_by_name(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True, True, False])
    after = a_run(tmp_path / "b", [True, True, None])

    code, text = command("compare", str(before), str(after))

    assert code == 1
    assert "judged before, and not now (1): T/02" in text
    assert "not all can be judged that could be before" in text


def test_a_question_that_never_had_a_sample_is_not_lost_when_it_cannot_be_judged(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True], missing=["T/01"])
    after = a_run(tmp_path / "b", [True, None])

    found = compare(read_run(before), read_run(after))

    assert (found.lost, found.difference.count, found.regressed) == ((), 1, False)


def test_a_question_that_neither_run_could_judge_counts_in_neither_though_none_answers_it(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True] * 4, missing=["T/08", "T/09"], uncounted=["T/08", "T/09"])
    after = a_run(tmp_path / "b", [True, True, True, False], missing=["T/08", "T/09"], uncounted=["T/08", "T/09"])

    found = compare(read_run(before), read_run(after))

    assert (found.difference.value, found.difference.count) == (-0.25, 4)
    assert (found.broken, found.lost, found.only_after) == (("T/03",), (), ())


def test_exact_set_match_counts_what_no_run_could_ask(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True, None], exact=[1, 1], efficient=[1, 0])
    after = a_run(tmp_path / "b", [True], missing=["T/01"], uncounted=["T/01"], exact=[1], efficient=[1])

    exact, efficiency = compare(read_run(before), read_run(after)).measured

    assert (exact.difference.value, exact.difference.count) == (-0.5, 2)
    assert efficiency.difference.count == 1


def test_a_stub_that_becomes_accepted_and_wrong_is_broken(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", verdicts=[RIGHT, STUB, WRONG, ACCEPTED, STUB])
    after = a_run(tmp_path / "b", verdicts=[RIGHT, WRONG, STUB, STUB, ACCEPTED])

    found = compare(read_run(before), read_run(after))

    assert (found.broken, found.mended, found.lost) == (("T/01", "T/03"), ("T/02", "T/04"), ())
    assert found.wrong is not None
    assert (found.wrong.value, found.wrong.count, found.regressed) == (0, 3, False)
    assert command("compare", str(before), str(after), "--strict")[0] == 1


def test_more_that_is_accepted_and_wrong_is_a_regression_though_as_much_is_right(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", verdicts=[RIGHT] * 20 + [STUB] * 10)
    after = a_run(tmp_path / "b", verdicts=[RIGHT] * 20 + [WRONG] * 10)

    code, text = command("compare", str(before), str(after))

    assert code == 1
    assert "tiny: +0.00 points over 30 cases" in text
    assert "accepted and wrong: +33.33 points over 30 cases" in text
    assert "more is accepted and wrong, beyond chance" in text


@pytest.mark.parametrize(("cases", "broken"), [(1, 1), (164, 4), (164, 5)])
def test_so_few_broken_cases_are_no_regression_beyond_chance(tmp_path: Path, cases: int, broken: int) -> None:
    before = a_run(tmp_path / "a", [True] * cases)
    after = a_run(tmp_path / "b", [False] * broken + [True] * (cases - broken))

    code, text = command("compare", str(before), str(after))

    assert code == 0
    assert "no certain change" in text


def test_a_run_that_is_worse_beyond_chance_exits_with_1(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True] * 40)
    after = a_run(tmp_path / "b", [True] * 28 + [False] * 12)

    code, text = command("compare", str(before), str(after))

    assert code == 1
    assert "worse, beyond chance" in text
    assert "broken (12): T/28" in text
    assert command("compare", str(after), str(before))[0] == 0


def test_one_broken_case_is_chance_unless_asked_strictly(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True] * 40)
    after = a_run(tmp_path / "b", [True] * 39 + [False])

    assert command("compare", str(before), str(after))[0] == 0
    assert command("compare", str(before), str(after), "--strict")[0] == 1


def test_a_fall_of_exact_set_match_is_a_regression_though_as_much_passes(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True] * 40, exact=[1.0] * 40)
    after = a_run(tmp_path / "b", [True] * 40, exact=[1.0] * 28 + [0.0] * 12)

    code, text = command("compare", str(before), str(after))

    assert code == 1
    assert "tiny: +0.00 points over 40 cases" in text
    assert "exact set match: -30.00 points over 40 cases" in text
    assert "less exact set match, beyond chance" in text
    assert "less exact set match (12): T/28" in text
    assert command("compare", str(after), str(before))[0] == 0


def test_one_question_that_does_not_match_any_more_is_chance_unless_asked_strictly(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True] * 40, exact=[1.0] * 40)
    after = a_run(tmp_path / "b", [True] * 40, exact=[1.0] * 39 + [0.0])

    assert command("compare", str(before), str(after))[0] == 0
    assert command("compare", str(before), str(after), "--strict")[0] == 1


def test_a_fall_of_efficiency_is_told_and_no_regression(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True] * 40, efficient=[1.0] * 40)
    after = a_run(tmp_path / "b", [True] * 40, efficient=[0.5] * 40)

    code, text = command("compare", str(before), str(after), "--strict")

    assert code == 0
    assert "valid efficiency (VES): -50.00 points over 40 cases" in text
    assert "told only" in text
    assert "no certain change" in text


def test_a_question_without_a_prediction_does_not_match_and_one_run_alone_measures_nothing(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True] * 4, exact=[1.0] * 4, efficient=[1.0] * 4)
    after = a_run(tmp_path / "b", [True] * 2, missing=["T/02", "T/03"], exact=[1.0] * 2)

    [found] = compare(read_run(before), read_run(after)).measured

    assert (found.name, found.difference.value, found.broken) == (EXACT_SET_MATCH, -0.5, ("T/02", "T/03"))


def test_what_could_not_be_read_in_one_run_is_left_out_of_the_measure(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True] * 4, exact=[1.0] * 3)
    after = a_run(tmp_path / "b", [True] * 4, exact=[1.0] * 4)

    [found] = compare(read_run(before), read_run(after)).measured

    assert (found.difference.value, found.difference.count) == (0, 3)


def test_a_run_of_before_there_were_measures_is_still_read(tmp_path: Path) -> None:
    old, new = a_run(tmp_path / "a", [True]), a_run(tmp_path / "b", [True], exact=[1.0])

    assert "measures" not in (old / "cases.jsonl").read_text()
    assert compare(read_run(old), read_run(new)).measured == ()


def test_measures_are_plain_data_for_programs(tmp_path: Path) -> None:
    run = str(a_run(tmp_path / "a", [True, False], exact=[1.0, 0.0]))

    [found] = json.loads(command("compare", run, run, "--output-format", "json")[1])["measured"]

    assert (found["name"], found["counted"], found["broken"]) == (EXACT_SET_MATCH, True, [])
    assert found["difference"]["count"] == 2


def test_the_same_data_under_another_name_is_the_same(tmp_path: Path) -> None:
    before = a_run(tmp_path / "a", [True], data="HumanEval.jsonl 2ca75f00255d")
    after = a_run(tmp_path / "b", [True], data="humaneval-2024.jsonl 2ca75f00255d")

    assert not compare(read_run(before), read_run(after)).regressed


def test_runs_over_other_data_are_not_compared(tmp_path: Path) -> None:
    runs = [a_run(tmp_path / "a", [True]), a_run(tmp_path / "b", [True], data="other")]
    with pytest.raises(UsageError, match="over other"):
        compare(*map(read_run, runs))


def test_a_comparison_is_plain_data_for_programs(tmp_path: Path) -> None:
    run = str(a_run(tmp_path / "a", [True, False]))
    code, text = command("compare", run, run, "--output-format", "json")

    assert (code, json.loads(text)["difference"]["value"]) == (0, 0)


def test_a_blessed_run_is_the_baseline_until_another_is_blessed(tmp_path: Path) -> None:
    baseline = tmp_path / "baseline"
    assert command("bless", str(a_run(tmp_path / "a", [True, False])), str(baseline))[0] == 0
    assert read_run(baseline).shares() == {"T/00": 1, "T/01": 0}

    bless(a_run(tmp_path / "b", [True, True]), baseline)
    assert read_run(baseline).shares() == {"T/00": 1, "T/01": 1}


def test_a_baseline_that_was_changed_by_hand_is_refused(tmp_path: Path) -> None:
    baseline = tmp_path / "baseline"
    bless(a_run(tmp_path / "a", [True, False]), baseline)
    a_run(baseline, [True, True])

    with pytest.raises(UsageError, match="is not what was blessed"):
        read_run(baseline)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"content": 3}', "\udcff"])
def test_a_blessing_that_cannot_be_read_is_named(tmp_path: Path, content: str) -> None:
    baseline = tmp_path / "baseline"
    bless(a_run(tmp_path / "a", [True, False]), baseline)
    (baseline / "blessed.json").write_bytes(content.encode(errors="surrogateescape"))

    with pytest.raises(DataInvalid, match=r"blessed\.json:1:1: is no blessing"):
        read_run(baseline)


def test_a_baseline_without_its_cases_holds_no_report(tmp_path: Path) -> None:
    baseline = tmp_path / "baseline"
    bless(a_run(tmp_path / "a", [True, False]), baseline)
    (baseline / "cases.jsonl").unlink()

    with pytest.raises(UsageError, match="holds no report"):
        read_run(baseline)


def test_a_blessing_is_plain_data_for_programs(tmp_path: Path) -> None:
    run, baseline = str(a_run(tmp_path / "a", [True])), str(tmp_path / "baseline")
    code, text = command("bless", run, baseline, "--output-format", "json")

    assert (code, json.loads(text)) == (0, {"baseline": baseline, "run": run})


def test_blessing_does_not_overwrite_what_is_no_baseline(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(UsageError, match="no baseline"):
        bless(a_run(tmp_path / "a", [True]), tmp_path / "mine")


def test_a_folder_without_a_report_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no report"):
        read_run(tmp_path)
