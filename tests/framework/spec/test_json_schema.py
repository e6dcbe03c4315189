"""The published JSON Schema: the loader and an independent validator say the same about the shape of a spec."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings, strategies as st
from jsonschema import Draft202012Validator

from inlay.cli.app import run
from inlay.errors import SpecInvalid
from inlay.spec import json_schema, load_spec
from inlay.spec.faults import Faults
from inlay.spec.nodes import plain
from inlay.spec.reader import read_text, read_yaml
from inlay.spec.structure import check_structure

HERE = Path(__file__).parent
GOOD = [HERE / "orders.yaml", *sorted((HERE.parents[2] / "samples").glob("*/spec.yaml"))]
BAD = sorted((HERE / "bad").glob("*.yaml"))
VALIDATOR = Draft202012Validator(json_schema())
ORDERS = yaml.safe_load(GOOD[0].read_text(encoding="utf-8"))
ODDITIES = (None, 3, True, "", "word", "On", [], {}, ["a", "b"], [[]], {"a": 1}, {"given": {}, "then": 1})


class Plain(yaml.SafeDumper):
    """Writes every value out."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def data_of(path: Path) -> object:
    faults = Faults(path.name)
    return plain(read_yaml(read_text(path, faults), faults))


def keeps_its_shape(path: Path) -> bool:
    faults = Faults(path.name)
    check_structure(read_yaml(read_text(path, faults), faults), faults)
    return not faults.found


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.parent.name)
def test_both_take_a_good_spec(path: Path) -> None:
    load_spec(path)

    assert list(VALIDATOR.iter_errors(data_of(path))) == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_shape_is_bad_for_both(path: Path) -> None:
    try:
        shaped = keeps_its_shape(path)
    except SpecInvalid:
        return  # not YAML that a validator could be given

    assert shaped or not VALIDATOR.is_valid(data_of(path))


def places_in(data: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for key, value in inner for place in places_in(value, (*path, key)))]


@st.composite
def disturbed(draw: st.DrawFn) -> Any:
    """Give the spec of orders with one or two of its parts taken out, replaced or misspelt."""
    data = copy.deepcopy(ORDERS)
    for _ in range(draw(st.integers(1, 2))):
        *way, last = draw(st.sampled_from([place for place in places_in(data) if place]))
        parent = data
        for step in way:
            parent = parent[step]
        what = draw(st.sampled_from(["delete", "replace", "misspell"]))
        if what == "replace":
            parent[last] = copy.deepcopy(draw(st.sampled_from(ODDITIES)))
        elif what == "misspell" and isinstance(parent, dict):
            parent[f"{last}x"] = parent.pop(last)
        else:
            del parent[last]
    return data


@given(data=disturbed())
@settings(max_examples=150)
def test_they_agree_on_disturbed_specs(data: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("disturbed") / "spec.yaml"
    path.write_text(yaml.dump(data, Dumper=Plain, allow_unicode=True, sort_keys=False), encoding="utf-8")
    try:
        load_spec(path)
        loads = True
    except SpecInvalid:
        loads = False
    valid = VALIDATOR.is_valid(data_of(path))

    assert valid or not loads, "the schema refuses what the loader takes"
    assert keeps_its_shape(path) or not valid, "the loader refuses a shape that the schema takes"


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "spec"]) == 0
    assert json.loads(capsys.readouterr().out) == json_schema()
