"""Programs of other languages than Python: right ones pass, wrong and hostile ones do not, by name."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.eval.conftest import dataset, needed, write_lines
from typer.testing import CliRunner

from inlay.errors import UsageError
from inlay_eval.cli import app
from inlay_eval.judging import Bench, CodeTask, Judgement, Script, Verdict, toolchains
from inlay_eval.spoiling import spoilt
from inlay_eval.suites import load_suite

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


@pytest.fixture(scope="module", params=["javascript", "java"])
def language(request: pytest.FixtureRequest) -> str:
    needed(request.param)
    return str(request.param)


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
