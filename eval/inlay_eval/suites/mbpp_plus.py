"""MBPP+ in EvalPlus's format: whole programs, inputs whose types JSON could not keep, rules for some of the tasks."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from inlay_eval.judging import CodeTask
from inlay_eval.suites.base import CodeSuite, read_suite
from inlay_eval.suites.evalplus import Differential, test_of
from inlay_eval.suites.records import find_data

__all__ = ["load"]

_FILES = ("mbpp-plus/MbppPlus.jsonl.gz", "MbppPlus.jsonl")
_WHOLE = 378
_SECONDS = 20.0  # hundreds of inputs, some of them large
Given = Sequence[Any]


def _deep(value: Any) -> Any:
    return tuple(map(_deep, value)) if isinstance(value, list) else value


# What EvalPlus reads out of JSON: which tasks take tuples, sets or complex numbers, and where.
_SHAPES: tuple[tuple[str, Callable[[Given], Given]], ...] = (
    (
        "2 116 132 143 222 261 273 394 399 421 424 429 470 560 579 596 616 630 726 740 744 809",
        lambda given: [tuple(one) for one in given],
    ),
    (
        "63 64 70 94 120 237 272 299 400 409 417 438 473 614 780",
        lambda given: [[tuple(item) for item in one] for one in given],
    ),
    ("75 413 444 753", lambda given: [[tuple(item) for item in given[0]], *given[1:]]),
    ("106 750", lambda given: [given[0], tuple(given[1])]),
    ("115", lambda given: [[set(item) if isinstance(item, list) and item else {} for item in given[0]]]),
    ("124", lambda given: [float(given[0]), complex(given[1])]),
    ("250 307 405 446 617 720 763 808", lambda given: [tuple(given[0]), *given[1:]]),
    ("252", lambda given: [complex(given[0])]),
    ("259 401 445", lambda given: [tuple(tuple(item) for item in one) for one in given]),
    ("278", lambda given: [tuple(tuple(item) if isinstance(item, list) else item for item in given[0])]),
    ("580 615 791", lambda given: [_deep(one) for one in given]),
    ("722", lambda given: [{key: tuple(value) for key, value in given[0].items()}, *given[1:]]),
)
_SHAPE_OF = MappingProxyType({number: shape for numbers, shape in _SHAPES for number in numbers.split()})

_SAME = "same(test_found, test_expected)"
_AS_SETS = f"set(test_found) == set(test_expected) or {_SAME}"
_SOMETHING = "(test_found if isinstance(test_found, bool) else test_found is not None) == (test_expected is not None)"
# By the name of the function: tasks whose sentence leaves more than one answer right.
_RULES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "similar_elements find_char_long common_in_nested_lists extract_singly larg_nnum intersection_array "
                "find_dissimilar Diff"
            ).split(),
            _AS_SETS,
        ),
        **dict.fromkeys("check_str text_match_three text_starta_endb".split(), _SOMETHING),
        "are_equivalent": "True",
        "sum_div": f"test_found == 0 or {_SAME}",
        "surface_Area": (
            f"{_SAME} or abs(test_found - round(test_given[0] ** 2 + 2 * test_given[0] * "
            "math.hypot(test_given[0] / 2, test_given[1]))) <= test_tolerance"
        ),
        "digit_distance_nums": (
            f"{_SAME} or test_found == sum(abs(int(one) - int(other)) for one, other in zip(*(str(number).zfill("
            "max(map(len, map(str, test_given)))) for number in test_given)))"
        ),
    }
)


def load(data: Path | None) -> CodeSuite:
    """Read the tasks of MBPP+; a sample is a whole program and passes on the base inputs and those that were added."""
    return read_suite("mbpp-plus", find_data(data, _FILES), Differential, _task, _WHOLE, seconds=_SECONDS)


def _task(record: Differential) -> CodeTask:
    shape = _SHAPE_OF.get(record.task_id.rpartition("/")[2], list)
    inputs = [shape(given) for given in record.inputs]
    rule = _RULES.get(record.entry_point, _SAME)
    return CodeTask(
        id=record.task_id,
        head="",
        gold=record.canonical_solution,
        test=test_of(record, record.canonical_solution, inputs, rule=rule),
        remote=(record.entry_point,),
        prompt=record.prompt,
    )
