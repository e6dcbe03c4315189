"""Candidates that would rather be called right than be right."""

import time

import pytest
from tests.eval.conftest import Judge

from inlay_eval.judging import Bench, Verdict

ALWAYS_EQUAL = """
    class Anything:
        def __eq__(self, other):
            return True
        def __ne__(self, other):
            return False
        __hash__ = None
    return Anything()
"""
EQUAL_INTEGER = """
    class Anything(int):
        def __eq__(self, other):
            return True
        __hash__ = int.__hash__
    return Anything(41)
"""
WALKS_FRAMES = """
    import sys
    frame, told = sys._getframe(), []
    while frame is not None:
        told += [value for value in frame.f_locals.values() if isinstance(value, (str, list))]
        for name in ("result", "verdict", "expected", "answers"):
            if name in frame.f_locals:
                frame.f_locals[name] = "passed"
        frame = frame.f_back
    return 5 if "== 5" in repr(told) else 0
"""
FORGES_THE_ANSWER = """
    import os
    for descriptor in range(3, 20):
        try:
            os.write(descriptor, b'{"case": 1, "value": "{\\\\"v\\\\": 5}", "after": []}\\n')
        except OSError:
            pass
    return 0
"""
PATCHES_THE_PERFORMER = """
    import json
    from inlay_eval.inside import performer
    performer.json = None
    performer.encode = lambda *_: {"passed": True}
    json.dumps = lambda *_, **__: '{"passed": true}'
    return 0
"""
FORKS = "    import os\n    while True:\n        os.fork()\n"
THREADS = "    import threading\n    while True:\n        threading.Thread(target=largest, args=(numbers,)).start()\n"
DELETES = "    import os, shutil\n    shutil.rmtree('/project')\n    os.remove('/tmp/x')\n    return max(numbers)\n"
WRITES = "    open('/tmp/left-behind', 'w').write('x')\n    return max(numbers)\n"
CATCHES_ALL = (
    "    while True:\n        try:\n            while True: pass\n        except BaseException:\n            pass\n"
)


@pytest.mark.parametrize(
    "completion",
    [ALWAYS_EQUAL, EQUAL_INTEGER, WALKS_FRAMES, FORKS, THREADS, DELETES, WRITES],
    ids=["always equal", "equal integer", "walks frames", "forks", "threads", "deletes", "writes"],
)
def test_a_candidate_that_cheats_with_values_or_the_system_has_failed(judge: Judge, completion: str) -> None:
    assert judge(completion).verdict is Verdict.failed


@pytest.mark.parametrize(
    "completion", [FORGES_THE_ANSWER, PATCHES_THE_PERFORMER], ids=["forged answers", "patched performer"]
)
def test_a_candidate_that_breaks_the_protocol_has_not_passed(judge: Judge, completion: str) -> None:
    assert judge(completion).verdict in (Verdict.refused, Verdict.failed)


@pytest.mark.parametrize("completion", ["    while True: pass\n", CATCHES_ALL], ids=["endless", "endless and deaf"])
def test_a_candidate_that_never_ends_has_timed_out(judge: Judge, completion: str) -> None:
    assert judge(completion).verdict is Verdict.timed_out


@pytest.mark.parametrize("status", [0, 1, 97])
def test_a_candidate_that_leaves_the_process_has_crashed(judge: Judge, status: int) -> None:
    assert judge(f"    import os\n    os._exit({status})\n").verdict is Verdict.crashed


def test_a_candidate_that_kills_itself_has_crashed_or_failed(judge: Judge) -> None:
    found = judge("    import ctypes\n    return ctypes.string_at(0)\n")
    assert found.verdict is Verdict.crashed
    assert "SIGSEGV" in found.reason


def test_an_exit_is_an_error_and_no_pass(judge: Judge) -> None:
    assert judge("    raise SystemExit(0)\n").verdict is Verdict.failed


def test_a_flood_of_output_does_not_matter_and_a_flood_of_answers_is_refused(judge: Judge) -> None:
    printing = "    print('x' * 1000000)\n    return max(numbers, default=None)\n"
    assert judge(printing).verdict is Verdict.passed
    assert judge("    return 'x' * 8_000_000\n").verdict is Verdict.refused


def test_memory_is_bounded(judge: Judge) -> None:
    assert judge("    return bytearray(2_000_000_000)\n").verdict is Verdict.failed


def test_a_value_too_deep_to_be_spelled_fails(judge: Judge) -> None:
    assert judge("    found = []\n    found.append(found)\n    return found\n").verdict is Verdict.failed


def test_a_candidate_finds_no_expected_value_in_its_memory(judge: Judge) -> None:
    searching = """
    import gc
    def texts(held, depth=4):
        if isinstance(held, str):
            yield held
        elif isinstance(held, (list, tuple, set, frozenset)) and depth:
            for inner in held:
                yield from texts(inner, depth - 1)
        elif isinstance(held, dict) and depth:
            for inner in held.values():
                yield from texts(inner, depth - 1)
    told = [text for held in gc.get_objects() for text in texts(held) if "assert candidate" in text]
    told = [text for text in told if "told =" not in text]
    return 5 if told else 0
"""
    assert judge(searching).verdict is Verdict.failed


def test_a_program_that_does_not_load_has_failed_with_its_error(judge: Judge) -> None:
    assert judge("    return (\n").reason.startswith("SyntaxError")


def test_after_every_hostile_candidate_an_honest_one_still_passes(bench: Bench, judge: Judge) -> None:
    judge("    import os\n    os._exit(0)\n")
    judge("    return 'x' * 8_000_000\n")
    assert judge("    return max(numbers) if numbers else None\n").passed


def test_a_hostile_candidate_does_not_change_the_verdict_over_its_neighbour(bench: Bench) -> None:
    from tests.eval.conftest import GOLD, TASK

    start = time.monotonic()
    found = bench.judge(TASK, bench.script(TASK), [GOLD, "    while True: pass\n", GOLD, ALWAYS_EQUAL, GOLD])

    assert [judgement.passed for judgement in found] == [True, False, True, False, True]
    assert time.monotonic() - start < 60
