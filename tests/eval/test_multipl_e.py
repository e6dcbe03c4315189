"""MultiPL-E: programs of four languages without a reference, what ends a shell, what a compiler of types refuses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.eval.conftest import needed, write_lines
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_eval.cli import app
from inlay_eval.judging import Bench, Verdict, open_bench, toolchains
from inlay_eval.suites import DataInvalid, load_suite

MULTIPL_E: dict[str, dict[str, Any]] = {
    "javascript": {
        "name": "HumanEval_0_largest",
        "language": "js",
        "prompt": "//The largest, undefined of none.\nfunction largest(numbers){\n",
        "tests": "const assert = require('node:assert');\n\n\nfunction test() {\n  let candidate = largest;\n"
        "  assert.deepEqual(candidate([1, 5, 3]),5);\n  assert.deepEqual(candidate([]),undefined);\n}\n\ntest();",
        "stop_tokens": ["\nfunction ", "\n/*", "\n//", "\nconsole.log"],
    },
    "typescript": {
        "name": "HumanEval_0_largest",
        "language": "ts",
        "prompt": "//The largest, undefined of none.\nfunction largest(numbers: number[]): number | undefined {\n",
        "tests": "declare var require: any;\nconst assert = require('node:assert');\n\n\nfunction test() {\n"
        "  let candidate = largest;\n"
        "  assert.deepEqual(candidate([1, 5, 3]),5);\n  assert.deepEqual(candidate([]),undefined);\n}\n\ntest();",
        "stop_tokens": ["\nfunction ", "\n/*", "\n//", "\nclass"],
    },
    "java": {
        "name": "HumanEval_0_largest",
        "language": "java",
        "prompt": "import java.util.*;\nimport org.javatuples.*;\nclass Problem {\n"
        "    public static Pair<Long, Float> ends(ArrayList<Long> numbers, float share) {\n",
        "tests": "    }\n    public static void main(String[] args) {\n"
        "    assert(ends((new ArrayList<Long>(Arrays.asList((long)1l))), (0.5f)).equals((Pair.with(1l, 0.5f))));\n"
        "    assert(ends((new ArrayList<Long>(Arrays.asList((long)7l))), (2.0f)).equals((Pair.with(7l, 2.0f))));\n"
        "    }\n\n}\n",
        "stop_tokens": ["\n    }\n"],
    },
    "bash": {
        "name": "HumanEval_0_largest",
        "language": "sh",
        "prompt": "#!/bin/bash\n# The largest.\n#\n# $1 is a space-separated list\nlargest() {\n",
        "tests": '}\n\ncandidate() {\n    largest "$@"\n}\n\nset -e\nrun_test() {\n'
        '    [[ $(candidate "1 5 3") = "5" ]]\n'
        '    [[ $(candidate "-7") = "-7" ]]\n}\n\nrun_test',
        "stop_tokens": ["\n}"],
    },
}


RIGHT = {
    "javascript": "  return numbers.length ? Math.max(...numbers) : undefined;\n}\n",
    "typescript": "  const all: number[] = [...numbers];\n  return all.length ? Math.max(...all) : undefined;\n}\n",
    "java": "        return Pair.with(numbers.get(0), share);",
    "bash": "    tr ' ' '\\n' <<< \"$1\" | sort -n | tail -n 1",
}
WRONG = {
    "javascript": "  return numbers.length ? Math.max(...numbers) : null;\n}\n".replace("Math.max(...numbers)", "1"),
    "typescript": "  return numbers.length ? 1 : undefined;\n}\n",
    "java": "        return new Pair<>(7l, share);",
    "bash": "    echo 5\n    exit 0",
}


@pytest.mark.parametrize("name", MULTIPL_E)
def test_multipl_e_is_judged_without_a_reference(name: str, benches: Callable[[str], Bench], tmp_path: Path) -> None:
    bench = benches(name)
    [task] = load_suite(f"multipl-e-{name}", write_lines(tmp_path / "tasks.jsonl", [MULTIPL_E[name]])).tasks
    script = bench.script(task)
    found = bench.judge(task, script, [RIGHT[name], WRONG[name], ""])

    assert len(script.operations) == 2
    assert [judgement.passed for judgement in found] == [True, False, False], [found.reason for found in found]


ENDINGS = {
    "while true; do :; done": Verdict.timed_out,
    "cat /dev/zero > /dev/null": Verdict.timed_out,
    "kill -9 $BASHPID": Verdict.crashed,
    "yes": Verdict.refused,
    "exit 3": Verdict.passed,
    "kill -9 $(sleep 9 >/dev/null & echo $!)": Verdict.passed,
}


@pytest.mark.parametrize("last", ENDINGS)
def test_what_bash_printed_before_it_came_to_no_end_is_no_answer(last: str, tmp_path: Path) -> None:
    needed("bash")
    [task] = load_suite("multipl-e-bash", write_lines(tmp_path / "tasks.jsonl", [MULTIPL_E["bash"]])).tasks
    with open_bench(seconds=0.5, memory_mib=256, language="bash") as bench:
        [found] = bench.judge(task, bench.script(task), [f"{RIGHT['bash']}\n    {last}"])

    assert found.verdict is ENDINGS[last], found


def test_a_record_of_another_language_is_named(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "tasks.jsonl", [MULTIPL_E["java"]])
    with pytest.raises(DataInvalid, match=r"tasks\.jsonl:1:1: language: "):
        load_suite("multipl-e-bash", path)


def test_data_without_references_is_checked_by_a_task_of_inlays_own(tmp_path: Path) -> None:
    needed("bash")
    data = write_lines(tmp_path / "tasks.jsonl", [MULTIPL_E["bash"]])
    samples = write_lines(tmp_path / "s.jsonl", [{"task_id": "HumanEval_0_largest", "completion": RIGHT["bash"]}])
    words = ["run", "multipl-e-bash", "--data", str(data), "--samples", str(samples), "--out", str(tmp_path / "out")]
    answer = CliRunner().invoke(app, [*words, "--output-format", "json"], catch_exceptions=False)
    report = json.loads(answer.stdout)

    assert report["verdicts"] == {"passed": 1}
    assert report["self_check"][0].startswith("gold     1 of 1")
    assert any("the data holds none" in note for note in report["notes"])


# What `tsc --target esnext` and then `node` say of it, as MultiPL-E's own evaluation asks them.
TYPED = {
    "an error of types": ("  return `${Math.max(...numbers)}`;\n}\n", "TS2322 in line 3"),
    "an error of syntax": ("  return (;\n}\n", "TS1109 in line 3"),
    "a name that is nowhere": ("  return missing(numbers);\n}\n", "TS2304 in line 3"),
    "no return": ("}\n", "TS2355 in line 2"),
    "what the test declares": (
        "  return undefined;\n}\nconst assert = (holds: boolean) => holds;\n",
        "TS2451 in line 5",
    ),
    "types that come to no end": (
        "  type Deep<T, N extends any[]> = N['length'] extends 5000 ? T : Deep<[T], [...N, 1]>;\n"
        "  let deep: Deep<1, []> = 1;\n  return deep;\n}\n",
        "TS2589 in line 4",
    ),
}


@pytest.mark.parametrize("name", TYPED)
def test_what_tsc_refuses_is_not_passed(name: str, benches: Callable[[str], Bench], tmp_path: Path) -> None:
    bench = benches("typescript")
    [task] = load_suite("multipl-e-typescript", write_lines(tmp_path / "tasks.jsonl", [MULTIPL_E["typescript"]])).tasks
    completion, error = TYPED[name]
    [found, right] = bench.judge(task, bench.script(task), [completion, RIGHT["typescript"]])

    assert (found.verdict, right.passed) == (Verdict.failed, True), found
    assert error in found.reason


@pytest.mark.parametrize("loose", ["  let found;\n", "  let found: number = null;\n", "  let found: any = numbers;\n"])
def test_what_tsc_takes_when_it_is_not_strict_passes(
    loose: str, benches: Callable[[str], Bench], tmp_path: Path
) -> None:
    bench = benches("typescript")
    [task] = load_suite("multipl-e-typescript", write_lines(tmp_path / "tasks.jsonl", [MULTIPL_E["typescript"]])).tasks
    [found] = bench.judge(task, bench.script(task), [loose + RIGHT["typescript"]])

    assert found.passed, found


def test_a_candidate_box_holds_no_test_of_typescript(tmp_path: Path) -> None:
    [task] = load_suite("multipl-e-typescript", write_lines(tmp_path / "tasks.jsonl", [MULTIPL_E["typescript"]])).tasks

    assert "deepEqual" in task.test
    assert "deepEqual" not in task.reference


def test_without_a_compiler_its_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    needed("javascript")
    monkeypatch.setattr(toolchains, "_SEARCH_PATH", str(tmp_path))
    monkeypatch.setattr(toolchains, "_program", lambda name, package, language: f"/usr/bin/{name}")
    monkeypatch.setenv("PATH", str(tmp_path))
    toolchains.toolchain_of.cache_clear()
    with pytest.raises(UsageError, match="tsc is not installed") as caught:
        toolchains.toolchain_of("typescript")
    assert "node-typescript" in caught.value.hint
    (tmp_path / "tsc").write_text("#!/bin/sh\n")
    (tmp_path / "tsc").chmod(0o755)
    with pytest.raises(UsageError, match="does not belong to a compiler of version 4 to 6"):
        toolchains.toolchain_of("typescript")
    toolchains.toolchain_of.cache_clear()
