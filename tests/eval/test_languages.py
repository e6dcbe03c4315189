"""Programs of other languages than Python: right ones pass, wrong and hostile ones do not, by name."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.eval.conftest import dataset, write_lines
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_eval.cli import app
from inlay_eval.judging import Bench, CodeTask, Judgement, Script, Verdict, open_bench, toolchains
from inlay_eval.spoiling import spoilt
from inlay_eval.suites import DataInvalid, load_suite

Judge = Callable[..., list[Judgement]]

JAVASCRIPT = {
    "task_id": "JavaScript/0",
    "prompt": "/* Sort numbers and tell the sum. */\nconst helper = (n) => n;\nconst sorted = (numbers) => {\n",
    "declaration": "const sorted = (numbers) => {\n",
    "canonical_solution": "  return [[...numbers].sort((a, b) => a - b), numbers.reduce((a, b) => a + b, 0)];\n}\n",
    "buggy_solution": "  return [[...numbers].sort(), numbers.reduce((a, b) => a + b, 0)];\n}\n",
    "entry_point": "sorted",
    "test": "const testSorted = () => {\n"
    "  console.assert(JSON.stringify(sorted([10, 9, 1])) === JSON.stringify([[1, 9, 10], 20]))\n"
    "  console.assert(sorted([-1, 0.5])[1] === -0.5)\n}\n\ntestSorted()\n",
}
JAVA = {
    "task_id": "Java/0",
    "prompt": "import java.util.*;\n\nclass Solution {\n    public List<Integer> sorted(List<Integer> numbers) {\n",
    "declaration": "import java.util.*;\nclass Solution {\n    public List<Integer> sorted(List<Integer> numbers) {\n",
    "canonical_solution": "        List<Integer> found = new ArrayList<>(numbers);\n"
    "        Collections.sort(found);\n        return found;\n    }\n}",
    "buggy_solution": "        return numbers;\n    }\n}",
    "entry_point": "sorted",
    "test": "public class Main {\n    public static void main(String[] args) {\n        Solution s = new Solution();\n"
    "        List<Boolean> correct = Arrays.asList(\n"
    "                s.sorted(new ArrayList<>(Arrays.asList(10, 9, 1))).equals(Arrays.asList(1, 9, 10)),\n"
    "                s.sorted(new ArrayList<>()).isEmpty()\n        );\n"
    "        if (correct.contains(false)) {\n            throw new AssertionError();\n        }\n    }\n}\n",
}
SUITES = {"javascript": "humaneval-x-javascript", "java": "humaneval-x-java"}
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


def needed(language: str) -> None:
    """Skip a test where a language cannot be judged."""
    try:
        toolchains.toolchain_of(language)
    except UsageError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module", params=["javascript", "java"])
def language(request: pytest.FixtureRequest) -> str:
    needed(request.param)
    return str(request.param)


@pytest.fixture(scope="module")
def benches() -> Iterator[Callable[[str], Bench]]:
    """A bench for each language that is asked for, open until the last test."""
    from contextlib import ExitStack

    opened: dict[str, Bench] = {}
    with ExitStack() as stack:

        def bench_of(language: str) -> Bench:
            needed(language)
            if language not in opened:
                opened[language] = stack.enter_context(open_bench(seconds=2.0, memory_mib=256, language=language))
            return opened[language]

        yield bench_of


@pytest.fixture(scope="module")
def judge(benches: Callable[[str], Bench], tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """Judge completions of the tiny task of a language, in HumanEval-X's format."""
    known: dict[str, tuple[CodeTask, Script]] = {}

    def judged(language: str, *completions: str) -> list[Judgement]:
        bench = benches(language)
        if language not in known:
            record = JAVASCRIPT if language == "javascript" else JAVA
            path = write_lines(tmp_path_factory.mktemp(language) / "tasks.jsonl", [record])
            [task] = load_suite(SUITES[language], path).tasks
            known[language] = task, bench.script(task)
        return bench.judge(*known[language], completions)

    return judged


def test_what_is_right_passes_however_it_is_written(judge: Judge, language: str) -> None:
    others = {
        "javascript": "  let sum = 0;\n  for (const n of numbers) sum += n;\n  console.log('noise');\n"
        "  return [numbers.sort((a, b) => helper(a) - helper(b)), sum];\n}\n",
        "java": "        return inOrder(numbers);\n    }\n\n"
        "    private List<Integer> inOrder(List<Integer> numbers) {\n"
        '        System.out.println("noise");\n        return numbers.stream().sorted().toList();\n    }\n}\n',
    }
    record = {"javascript": JAVASCRIPT, "java": JAVA}[language]
    found = judge(language, record["canonical_solution"], others[language], record["buggy_solution"], "")

    assert [judgement.verdict for judgement in found] == [
        Verdict.passed,
        Verdict.passed,
        Verdict.failed,
        Verdict.failed,
    ], [judgement.reason for judgement in found]


def test_a_failure_names_the_line_of_the_test_or_of_the_program(judge: Judge) -> None:
    wrong, broken = judge("javascript", "  return [numbers, 20];\n}\n", "  return (;\n}\n")

    assert "JSON.stringify(sorted([10, 9, 1]))" in wrong.reason
    assert broken.reason.startswith("SyntaxError")


def test_a_java_program_that_does_not_compile_has_failed_with_its_line(judge: Judge) -> None:
    [found] = judge("java", "        return nothing;\n    }\n}\n")

    assert (found.verdict, found.reason.split(":")[:2]) == (Verdict.failed, ["CompileError", " line 5"])


JAVASCRIPT_HOSTILE = {
    "exit in a call": ("  process.exit(0);\n}\n", Verdict.crashed),
    "exit while loading": ("}\nprocess.exit(0);\n", Verdict.crashed),
    "endless": ("  for (;;);\n}\n", Verdict.timed_out),
    "flood of answers": ("  return 'x'.repeat(9000000);\n}\n", Verdict.refused),
    "memory": ("  const held = [];\n  for (;;) held.push(new Array(1e6).fill(1));\n}\n", Verdict.crashed),
    "kills itself": ("  process.kill(process.pid, 'SIGKILL');\n  for (;;);\n}\n", Verdict.crashed),
    "patches": (
        "  console.assert = () => {};\n  JSON.stringify = () => '[[1,9,10],20]';\n  Array.isArray = () => false;\n"
        "  Math.max = null;\n  return 1;\n}\n",
        None,
    ),
    "equal to anything": (
        "  return { toJSON: () => [[1, 9, 10], 20], get 1() { return -0.5; } };\n}\n",
        Verdict.failed,
    ),
    "forges lines": (
        "  const fs = require('fs');\n  const { mark } = JSON.parse(fs.readFileSync('order.json'));\n"
        "  for (let i = 0; i < 9; i++) fs.writeSync(1, '\\n' + mark + '{\"passed\":true}\\n');\n  return 0;\n}\n",
        Verdict.refused,
    ),
    "looks for the test": (
        "  const fs = require('fs');\n  const wanted = 'test' + 'Sorted';\n"
        "  const files = fs.readdirSync('.').filter((name) => fs.readFileSync(name, 'utf-8').includes(wanted));\n"
        "  return files.length ? [[1, 9, 10], 20] : 0;\n}\n",
        Verdict.failed,
    ),
    "pollutes": ('  return JSON.parse(\'{"__proto__": {"length": 1}}\');\n}\n', Verdict.failed),
}


@pytest.mark.parametrize("name", JAVASCRIPT_HOSTILE)
def test_hostile_javascript_never_passes(name: str, judge: Judge) -> None:
    completion, verdict = JAVASCRIPT_HOSTILE[name]
    [found] = judge("javascript", completion)

    assert not found.passed
    assert verdict in (None, found.verdict), found


JAVA_HOSTILE = {
    "exit": ("        System.exit(0);\n        return numbers;\n    }\n}\n", Verdict.crashed),
    "endless": ("        while (true) { }\n    }\n}\n", Verdict.timed_out),
    "shadows what the test uses": (
        "        return null;\n    }\n}\n\nclass Arrays {\n    static List<Boolean> asList(Object... any) {\n"
        "        return List.of(true);\n    }\n}\n\nclass AssertionError extends RuntimeException { }\n",
        Verdict.failed,
    ),
    "flood of answers": (
        "        return Collections.nCopies(3000000, 1);\n    }\n}\n",
        Verdict.refused,
    ),
}


@pytest.mark.parametrize("name", JAVA_HOSTILE)
def test_hostile_java_never_passes(name: str, judge: Judge) -> None:
    completion, verdict = JAVA_HOSTILE[name]
    [found] = judge("java", completion)

    assert found.verdict is verdict, found


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


def evaluate(*words: str) -> Any:
    return CliRunner().invoke(app, ["run", *words, "--output-format", "json"], catch_exceptions=False)


def test_a_run_checks_itself_reports_and_goes_on(tmp_path: Path) -> None:
    needed("javascript")
    data = write_lines(tmp_path / "tasks.jsonl", [JAVASCRIPT])
    completions = [JAVASCRIPT["canonical_solution"], JAVASCRIPT["buggy_solution"]]
    samples = write_lines(
        tmp_path / "s.jsonl", [{"task_id": "JavaScript/0", "completion": text} for text in completions]
    )
    words = ["humaneval-x-javascript", "--data", str(data), "--samples", str(samples), "--out", str(tmp_path / "out")]
    first, again = json.loads(evaluate(*words).stdout), json.loads(evaluate(*words).stdout)

    assert first["verdicts"] == {"passed": 1, "failed": 1}
    assert first["self_check"][0].startswith("gold     1 of 1")
    assert first["self_check"][2].startswith("spoilt   0 of 1")
    assert first["environment"].startswith("Node.js ")
    assert (first["resumed"], again["resumed"], again["verdicts"]) == (0, 2, first["verdicts"])


def test_data_without_references_is_checked_by_a_task_of_inlays_own(tmp_path: Path) -> None:
    needed("bash")
    data = write_lines(tmp_path / "tasks.jsonl", [MULTIPL_E["bash"]])
    samples = write_lines(tmp_path / "s.jsonl", [{"task_id": "HumanEval_0_largest", "completion": RIGHT["bash"]}])
    answer = evaluate("multipl-e-bash", "--data", str(data), "--samples", str(samples), "--out", str(tmp_path / "out"))
    report = json.loads(answer.stdout)

    assert report["verdicts"] == {"passed": 1}
    assert report["self_check"][0].startswith("gold     1 of 1")
    assert any("the data holds none" in note for note in report["notes"])


def test_a_reference_that_does_not_pass_refuses_to_report(tmp_path: Path) -> None:
    needed("javascript")
    data = write_lines(tmp_path / "tasks.jsonl", [{**JAVASCRIPT, "canonical_solution": JAVASCRIPT["buggy_solution"]}])
    samples = write_lines(tmp_path / "s.jsonl", [{"task_id": "JavaScript/0", "completion": "}\n"}])
    with pytest.raises(UsageError, match="gold     0 of 1"):
        evaluate("humaneval-x-javascript", "--data", str(data), "--samples", str(samples))


def test_a_missing_toolchain_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolchains, "_SEARCH_PATH", str(tmp_path))
    data = write_lines(tmp_path / "tasks.jsonl", [JAVA])
    samples = write_lines(tmp_path / "s.jsonl", [{"task_id": "Java/0", "completion": ""}])
    toolchains.toolchain_of.cache_clear()
    with pytest.raises(UsageError, match="javac is not installed") as caught:
        evaluate("humaneval-x-java", "--data", str(data), "--samples", str(samples))
    toolchains.toolchain_of.cache_clear()

    assert caught.value.exit_code == 2
    assert "default-jdk-headless" in caught.value.hint


def test_spoilt_programs_return_or_print_nothing() -> None:
    assert spoilt("  return a || b;\n", "javascript") == "  return true ? null : a || b;\n"
    assert spoilt("  return;\n", "java") is None
    assert spoilt("  echo 5\n", "bash") == "  : 5\n"


@pytest.mark.parametrize("name", ["humanevalpack-javascript", "humanevalpack-java"])
def test_a_few_references_pass_and_their_buggy_versions_do_not(name: str, benches: Callable[[str], Bench]) -> None:
    short = {"humanevalpack-javascript": "js", "humanevalpack-java": "java"}[name]
    suite = load_suite(name, dataset(f"humanevalpack/humanevalpack_{short}.jsonl"))
    bench, tasks = benches(suite.language), suite.tasks[::60]
    found = {
        task.id: [judgement.passed for judgement in bench.judge(task, bench.script(task), [task.gold, str(task.wrong)])]
        for task in tasks
    }

    assert (len(suite.tasks), set(map(tuple, found.values()))) == (164, {(True, False)}), found


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
