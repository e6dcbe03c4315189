"""The suites by name: where each is read, what it is, and what is said of a name that is none."""

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from inlay.errors import UsageError

__all__ = ["CODE_SUITES", "SLOTBENCH", "SQL_SUITES", "no_suite", "suite_names"]

SLOTBENCH = "slotbench"
_HINT = "`inlay eval suites` lists them all"
_INFILLING = "inlay_eval.suites.infilling"
_HUMANEVAL = "inlay_eval.suites.humaneval"
_MULTIPL_E = "inlay_eval.suites.multipl_e"
_TRANSLATION = "inlay_eval.suites.translation"

# name: (where it is read, what it is)
CODE_SUITES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "apps": ("inlay_eval.suites.apps:load", "APPS: a whole program from a problem"),
        "gsm-hard": ("inlay_eval.suites.pal:load_gsm_hard", "GSM-Hard: a program that works out large numbers"),
        "gsm8k": ("inlay_eval.suites.pal:load_gsm8k", "GSM8K: a program that works out the answer"),
        "humaneval": (f"{_HUMANEVAL}:load", "HumanEval: complete a function from its docstring"),
        "humaneval-infilling-multi-line": (f"{_INFILLING}:load_multi_line", "HumanEval infilling: several lines"),
        "humaneval-infilling-random-span": (f"{_INFILLING}:load_random_span", "HumanEval infilling: a random span"),
        "humaneval-infilling-random-span-light": (
            f"{_INFILLING}:load_random_span_light",
            "HumanEval infilling: one random span a task",
        ),
        "humaneval-infilling-single-line": (f"{_INFILLING}:load_single_line", "HumanEval infilling: one line"),
        "humaneval-plus": ("inlay_eval.suites.evalplus:load", "HumanEval+: many more inputs a task"),
        "humaneval-x": (f"{_HUMANEVAL}:load_x", "HumanEval-X, Python"),
        "humaneval-x-from-java": (f"{_TRANSLATION}:load_from_java", "HumanEval-X: Java to Python"),
        "humaneval-x-from-javascript": (f"{_TRANSLATION}:load_from_javascript", "HumanEval-X: JavaScript to Python"),
        "humaneval-x-java": (f"{_HUMANEVAL}:load_x_java", "HumanEval-X, Java"),
        "humaneval-x-javascript": (f"{_HUMANEVAL}:load_x_javascript", "HumanEval-X, JavaScript"),
        "humanevalpack": (f"{_HUMANEVAL}:load_pack", "HumanEvalPack, Python: write a body as told"),
        "humanevalpack-explain": (
            f"{_HUMANEVAL}:load_pack_explain",
            "HumanEvalPack, Python: describe a program, write it from the words",
        ),
        "humanevalpack-fix": (f"{_HUMANEVAL}:load_pack_fix", "HumanEvalPack, Python: repair a body"),
        "humanevalpack-fix-java": (f"{_HUMANEVAL}:load_pack_fix_java", "HumanEvalPack, Java: repair a body"),
        "humanevalpack-fix-javascript": (
            f"{_HUMANEVAL}:load_pack_fix_javascript",
            "HumanEvalPack, JavaScript: repair a body",
        ),
        "humanevalpack-java": (f"{_HUMANEVAL}:load_pack_java", "HumanEvalPack, Java: write a body as told"),
        "humanevalpack-javascript": (
            f"{_HUMANEVAL}:load_pack_javascript",
            "HumanEvalPack, JavaScript: write a body as told",
        ),
        "mbpp": ("inlay_eval.suites.mbpp:load", "MBPP: a whole program from one sentence"),
        "mbpp-plus": ("inlay_eval.suites.mbpp_plus:load", "MBPP+: many more inputs a task"),
        "mbpp-sanitized": ("inlay_eval.suites.mbpp:load_sanitized", "MBPP sanitized: complete a function"),
        "multipl-e-bash": (f"{_MULTIPL_E}:load_bash", "MultiPL-E, Bash: complete a function"),
        "multipl-e-java": (f"{_MULTIPL_E}:load_java", "MultiPL-E, Java: complete a function"),
        "multipl-e-javascript": (f"{_MULTIPL_E}:load_javascript", "MultiPL-E, JavaScript: complete a function"),
        "multipl-e-typescript": (f"{_MULTIPL_E}:load_typescript", "MultiPL-E, TypeScript: complete a function"),
        "quixbugs": ("inlay_eval.suites.quixbugs:load", "QuixBugs: repair a whole program"),
    }
)

SQL_SUITES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "bird": ("inlay_eval.sql.bird:load", "BIRD, dev: execution accuracy and valid efficiency"),
        "bird-mini-dev": ("inlay_eval.sql.bird:load_mini", "BIRD Mini-Dev: execution accuracy and valid efficiency"),
        "spider": ("inlay_eval.sql.spider:load", "Spider, dev: execution accuracy and exact set match"),
        "spider-dk": ("inlay_eval.sql.spider:load_dk", "Spider-DK: execution accuracy and exact set match"),
    }
)


def suite_names() -> dict[str, str]:
    """Give every suite with what it is."""
    read = {name: what for name, (_, what) in {**CODE_SUITES, **SQL_SUITES}.items()}
    own = {SLOTBENCH: "inlay's own: slots of specs, filled by a model and judged by hidden cases"}
    return dict(sorted({**read, **own}.items()))


def no_suite(name: str) -> UsageError:
    """Give the error for a name that a command can do nothing with."""
    known = suite_names()
    if name in known:
        what = "a suite of SQL" if name in SQL_SUITES else "no suite of samples"
        return UsageError(f"{name} is {what}, which this command does not take", hint=_HINT)
    near = get_close_matches(name, known, n=1)
    return UsageError(f"there is no suite {name!r}", hint=f"did you mean {near[0]}? {_HINT}" if near else _HINT)
