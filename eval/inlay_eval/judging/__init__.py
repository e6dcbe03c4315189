"""Judging: candidates run in one box, tests in another, and nothing but plain data crosses."""

from inlay_eval.judging.bench import Bench, open_bench
from inlay_eval.judging.task import PYTHON, Attempt, CodeTask, Judgement, Script, TaskFaulty, Verdict

__all__ = ["PYTHON", "Attempt", "Bench", "CodeTask", "Judgement", "Script", "TaskFaulty", "Verdict", "open_bench"]
