"""Answers become examples of the spec; every other byte stays, and a spec with faults is never written."""

import resource
import signal
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from inlay.clarify import Answer, write_answers
from inlay.errors import SpecInvalid, UsageError
from inlay.spec import load_spec

SPEC = """\
# The ferry's rules, kept by the harbour office.
inlay: 1
template: fastapi-service
name: ferry
description: "Prices and departures of a ferry."   # shown to guests

entities:
  Guest:
    age: int >= 0  # in years
    card: str?
  Crossing:
    leaves_on: date
    guests: [Guest]

rules:
  fare:                # asked most
    takes: {guest: Guest, day: date?}
    returns: decimal
    does: >-
      Ten for everybody,
      half for children.
    examples:
      # a grown-up
      - {given: {guest: {age: 40}}, then: 10}   # full

      - given: {guest: {age: 3}}
        then: 5
  crew:
    takes: {crossing: Crossing}
    returns: int
    does: One for every 20 guests.

queries:
  days:
    returns: [{leaves_on: date}]
    does: All days, in order.

flows: {}
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.yaml"
    path.write_text(SPEC, encoding="utf-8")
    path.chmod(0o640)
    return path


def fare(age: int, then: object) -> Answer:
    return Answer(slot="rules.fare", given={"guest": {"age": age}}, then=then)


def test_an_answer_stands_behind_the_examples_and_nothing_else_changes(spec: Path) -> None:
    write_answers(spec, [fare(18, Decimal("7.50"))])

    lines = spec.read_text(encoding="utf-8").splitlines()
    before = SPEC.splitlines()
    added = "      - {given: {guest: {age: 18}}, then: 7.50}"
    assert lines == [*before[:27], added, *before[27:]]
    assert spec.stat().st_mode & 0o777 == 0o640
    assert list(spec.parent.iterdir()) == [spec]


def test_a_slot_without_examples_gets_its_first(spec: Path) -> None:
    write_answers(spec, [Answer(slot="rules.crew", given={"crossing": {"guests": []}}, then=0)])

    assert "    examples:\n      - {given: {crossing: {guests: []}}, then: 0}\n" in spec.read_text(encoding="utf-8")


def test_a_value_that_stands_twice_is_written_twice(spec: Path) -> None:
    day, guest = date(2024, 3, 1), {"age": 1}
    crossing = {"guests": [guest, guest], "leaves_on": day}
    write_answers(spec, [Answer(slot="rules.crew", given={"crossing": crossing}, then=1)])

    assert "{guests: [{age: 1}, {age: 1}], leaves_on: 2024-03-01}" in spec.read_text(encoding="utf-8")


def test_tables_are_broken_up_as_people_would_write_them(spec: Path) -> None:
    rows = [{"id": number, "leaves_on": date(2024, 3, number)} for number in range(1, 4)]
    write_answers(
        spec,
        [
            Answer(
                slot="queries.days",
                given={"tables": {"crossings": rows}},
                then=[{"leaves_on": row["leaves_on"]} for row in rows],
            )
        ],
    )

    assert """\
    examples:
      - given:
          tables:
            crossings:
              - {id: 1, leaves_on: 2024-03-01}
              - {id: 2, leaves_on: 2024-03-02}
              - {id: 3, leaves_on: 2024-03-03}
        then: [{leaves_on: 2024-03-01}, {leaves_on: 2024-03-02}, {leaves_on: 2024-03-03}]
""" in spec.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["null", "12", "true", "a: b", ": x", "2024-01-01", "no", " x ", "it's", '"', "# x", "", "a\nb"]
)
def test_a_text_that_looks_like_something_else_stays_a_text(spec: Path, text: str) -> None:
    write_answers(spec, [Answer(slot="rules.fare", given={"guest": {"age": 7, "card": text}}, then=5)])

    [fares, _] = load_spec(spec).rules
    assert fares.examples[-1].given == {"guest": {"age": 7, "card": text}}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (fare(40, 11), "contradicts"),
        (fare(18, "cheap"), "is a number"),
        (fare(-1, 5), "age"),
        (Answer(slot="rules.fare", given={"boat": 1}, then=5), "`boat` is not a parameter"),
    ],
)
def test_an_answer_that_makes_a_fault_is_told_and_nothing_is_written(spec: Path, wrong: Answer, said: str) -> None:
    with pytest.raises(SpecInvalid) as error:
        write_answers(spec, [fare(18, 7), wrong])

    assert said in str(error.value)
    assert str(spec) in str(error.value)
    assert spec.read_text(encoding="utf-8") == SPEC
    assert list(spec.parent.iterdir()) == [spec]


def test_an_answer_for_a_slot_that_is_gone_is_told(spec: Path) -> None:
    with pytest.raises(UsageError, match=r"rules\.price"):
        write_answers(spec, [Answer(slot="rules.price", given={}, then=1)])


def test_lines_of_windows_stay_lines_of_windows(spec: Path) -> None:
    spec.write_bytes(SPEC.replace("\n", "\r\n").encode())
    write_answers(spec, [fare(18, 7)])

    written = spec.read_bytes()
    assert written.count(b"\n") == written.count(b"\r\n") == SPEC.count("\n") + 1


def test_lists_that_hang_at_their_key_go_on_hanging(spec: Path) -> None:
    hanging = (
        SPEC.replace("\n      - ", "\n    - ").replace("\n        then", "\n      then").replace("      # a", "    # a")
    )
    spec.write_text(hanging, encoding="utf-8")
    write_answers(spec, [fare(18, 7)])

    assert "\n    - {given: {guest: {age: 18}}, then: 7}\n" in spec.read_text(encoding="utf-8")
    assert len(spec.read_text(encoding="utf-8").splitlines()) == len(hanging.splitlines()) + 1


SAMPLES = {
    "orders": Answer(slot="rules.size_class", given={"pieces": 1}, then="small"),
    "stock": Answer(slot="rules.packs_needed", given={"article": {"pack_size": 7}, "pieces": 8}, then=2),
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_samples_keep_every_line(sample: str, tmp_path: Path) -> None:
    source = Path(__file__).parents[3] / "samples" / sample / "spec.yaml"
    before = source.read_text(encoding="utf-8").splitlines()
    copy = tmp_path / "spec.yaml"
    copy.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    write_answers(copy, [SAMPLES[sample]])

    after = copy.read_text(encoding="utf-8").splitlines()
    added = next(at for at, line in enumerate(after) if line != before[at])
    assert after[:added] + after[added + 1 :] == before


def only_added(before: str, after: str) -> str:
    """Give the one piece of text that was put into another."""
    start = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), len(before))
    assert after.startswith(before[:start])
    assert after.endswith(before[start:])
    return after[start : len(after) - len(before) + start]


FOUR_SPACES = """\
inlay:   1
template: fastapi-service
name: ferry
description: Prices and departures of a ferry.
entities:
    Guest:
        age:   int >= 0
rules:
    fare:
        takes: {guest: Guest}
        returns: decimal
        does: Ten for everybody and half of that for children younger than twelve years on the day of the crossing.
        examples:
            - given:
                  guest: {age: 40}  # grown up
              then: 10  # full
    crew:
        takes:
            guests: [Guest]
        returns: int
        does: |
            One for every 20 guests.

    # the last one
    bill: {takes: {guest: Guest}, returns: decimal, does: Twice the fare.}
"""
ADULT = {"guest": {"age": 18}}


@pytest.mark.parametrize(
    ("slot", "given", "added"),
    [
        ("rules.fare", ADULT, "            - {given: {guest: {age: 18}}, then: 7}\n"),
        ("rules.crew", {"guests": []}, "        examples:\n            - {given: {guests: []}, then: 7}\n"),
        ("rules.bill", ADULT, ", examples: [{given: {guest: {age: 18}}, then: 7}]"),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_other_byte_stays(slot: str, given: dict[str, object], added: str, ending: str, tmp_path: Path) -> None:
    path, before = tmp_path / "ferry.yaml", FOUR_SPACES.replace("\n", ending)
    path.write_text(before, encoding="utf-8", newline="")

    write_answers(path, [Answer(slot=slot, given=given, then=7)])

    after = path.read_bytes().decode()
    assert len(after) - len(before) == len(added.replace("\n", ending))
    assert added.replace("\n", ending) in after
    only_added(before, after)


@pytest.mark.parametrize(
    ("examples", "then"),
    [
        ("    examples: []\n", "    examples:\n      - {given: {guest: {age: 18}}, then: 7}\n"),
        ("    examples: []  # none yet\n", "    examples:  # none yet\n      - {given: {guest: {age: 18}}, then: 7}\n"),
        (
            "    examples: [{given: {guest: {age: 40}}, then: 10}]\n",
            "    examples: [{given: {guest: {age: 40}}, then: 10}, {given: {guest: {age: 18}}, then: 7}]\n",
        ),
        (
            "    examples:\n    - {given: {guest: {age: 40}}, then: 10}",
            "    examples:\n    - {given: {guest: {age: 40}}, then: 10}\n    - {given: {guest: {age: 18}}, then: 7}\n",
        ),
    ],
)
def test_examples_may_be_written_in_any_way(examples: str, then: str, tmp_path: Path) -> None:
    head = SPEC[: SPEC.index("    examples:")]
    path = tmp_path / "ferry.yaml"
    path.write_text(head + examples, encoding="utf-8")

    write_answers(path, [fare(18, 7)])

    assert path.read_text(encoding="utf-8") == head + then


def test_an_example_that_stands_there_already_is_not_written_again(tmp_path: Path) -> None:
    for sample in sorted((Path(__file__).parents[3] / "samples").glob("*/spec.yaml")):
        path = tmp_path / sample.name
        before = sample.read_text(encoding="utf-8")
        path.write_text(before, encoding="utf-8")
        [first, *_] = load_spec(path).rules
        given = {**first.examples[0].given}
        with pytest.raises(SpecInvalid, match=r"contradicts|says the same"):
            write_answers(path, [Answer(slot=f"rules.{first.name}", given=given, then=first.examples[0].then)])
        assert path.read_text(encoding="utf-8") == before


def test_a_read_only_spec_stays(spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(UsageError, match="read-only"):
        write_answers(spec, [fare(18, 7)])
    assert spec.read_text(encoding="utf-8") == SPEC


@pytest.mark.parametrize("slot", ["rules.nothing", "name.x", "inlay", "entities.Guest", "rules", ""])
def test_an_answer_about_no_slot_is_told(spec: Path, slot: str) -> None:
    with pytest.raises(UsageError, match="has no slot"):
        write_answers(spec, [Answer(slot=slot, given={}, then=1)])


def test_a_full_disk_leaves_the_spec_and_no_draft_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "ferry.yaml"
    path.write_text(SPEC, encoding="utf-8")
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, most[1]))
    try:
        with pytest.raises(UsageError, match="ferry.yaml cannot be written: File too large"):
            write_answers(path, [Answer(slot="rules.fare", given={"guest": {"age": 7}}, then=5)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)

    assert path.read_text(encoding="utf-8") == SPEC
    assert list(tmp_path.iterdir()) == [path]
