"""A migration brings the tables of one spec to those of another and back; the rows that are there survive."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from inlay.errors import SpecInvalid
from inlay.render import migration_between
from inlay.spec import load_spec

if TYPE_CHECKING:
    from conftest import Database

HEAD = """inlay: 1
template: fastapi-service
name: garage
description: Keeps cars.
entities:
"""
BEFORE = (
    HEAD
    + """  Driver:
    name: str
    nick: str?
    mentor: -> Driver?
    friend: -> Driver?
  Car:
    plate: str max 20 unique
    chassis: str unique
    note: str?
    seats: int >= 1
    weight: int
    price: decimal(10,2) >= 0
    stage: enum[new, used, gone] = new
    grade: enum[a, b] = a
    driver: -> Driver?
    repairs: [Repair]
  Repair:
    cost: decimal(10,2)
    kind: enum[oil, brake] = oil
    pieces: [Piece]
  Piece:
    label: str
  Wash:
    car: -> Car
    soaps: [Soap]
  Soap:
    name: str
"""
)
AFTER = (
    HEAD
    + """  Driver:
    name: str max 80
    nick: str? unique
    mentor: -> Driver?
    club: -> Club?
  Club:
    head: -> Member?
    cards: [Card]
  Card:
    number: int
  Member:
    club: -> Club
    driver: -> Driver?
  Car:
    plate: str max 20
    note: str = "100% a:b"
    colour: str? max 20
    said: str = "it's 5% a:b"
    since: str = now
    doors: int >= 2 = 4
    red: bool = true
    on_day: date = 2024-02-29
    seen_at: datetime = 2024-03-05T14:30:00+02:00
    fuel: enum[gas, oil] = gas
    seats: int? >= 2 <= 9
    weight: decimal(8,1)
    price: decimal(12,4)
    stage: enum[new, used, scrapped, gone]
    grade: str
    driver: -> Driver?
    repairs: [Repair]
  Repair:
    cost: decimal(10,2)
    kind: enum[oil] = oil
    hours: [Hour]
  Hour:
    n: int
  Piece:
    label: enum[hose, belt]
"""
)
NOW = "'2024-01-01 00:00:00', '2024-01-01 00:00:00'"
ROWS = (
    ["sql", f"INSERT INTO drivers (id, name, mentor_id, version, created_at, updated_at) VALUES (1, 'A', 1, 1, {NOW})"],
    [
        "sql",
        "INSERT INTO cars (id, plate, chassis, seats, weight, price, stage, grade, driver_id, version, created_at,"
        f" updated_at) VALUES (1, 'p', 'c', 4, 900, 10, 'used', 'b', 1, 1, {NOW})",
    ],
    ["sql", "INSERT INTO repairs (id, car_id, cost, kind) VALUES (1, 1, 5, 'oil')"],
    ["sql", "INSERT INTO pieces (id, repair_id, label) VALUES (1, 1, 'hose')"],
)
COUNTS = "SELECT (SELECT count(*) FROM cars), (SELECT count(*) FROM repairs), (SELECT count(*) FROM pieces)"
NEW = "SELECT note, colour, said, since, doors, red, on_day, fuel, stage, grade, driver_id FROM cars"


def loaded(folder: Path, text: str) -> Path:
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_the_tables_become_those_of_the_new_spec_under_their_rows_and_go_back(
    database: "Database", other: "Database"
) -> None:
    database.change(BEFORE, AFTER)
    other.make(AFTER)

    [old, rows, new, kept, filled, back, again] = database.play(
        *(["upgrade", "0001"], *ROWS, ["tables"], ["sql", COUNTS]),
        *(["upgrade", "head"], ["check"], ["tables"], ["sql", COUNTS], ["sql", NEW]),
        *(["downgrade", "0001"], ["tables"], ["sql", COUNTS]),
        *(["upgrade", "head"], ["check"]),
    )
    [fresh] = other.play(["upgrade", "head"], ["tables"])

    assert new == fresh
    assert rows == kept == again == [["1", "1", "1"]]
    yes = "1" if database.url.startswith("sqlite") else "True"
    assert filled == [["100% a:b", "None", "it's 5% a:b", "now", "4", yes, "2024-02-29", "gas", "used", "b", "1"]]
    # What was dropped is gone, so that it comes back empty.
    for table, column in (("cars", "chassis"), ("pieces", "repair_id")):
        old[table]["columns"][column][1] = "True"
    assert back == old


@pytest.mark.slow
def test_rows_that_do_not_fit_stop_a_migration_and_it_leaves_nothing(database: "Database") -> None:
    before = HEAD + "  Car:\n    note: str?\n    stage: enum[new, used]\n    colour: str\n"
    columns = "id, note, stage, colour, version, created_at, updated_at"
    row = f"INSERT INTO cars ({columns}) VALUES (1, 'n', 'used', 'red', 1, {NOW})"
    database.change(before, HEAD + "  Bus:\n    size: int\n  Car:\n    note: str\n    stage: enum[new]\n")

    [old, refused, now] = database.play(
        *(["upgrade", "0001"], ["sql", row], ["tables"]), *(["refused", "head"], ["tables"])
    )

    assert "ck_cars_stage" in refused
    assert old == now


BASE = """  Car:
    plate: str
    price: decimal(10,2)
    on_day: date
    bus: -> Bus
  Bus:
    size: int
  Van:
    n: int
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("    plate: str\n", "    plate: str\n    seats: int\n", 8, "the new field `Car.seats` is required"),
        ("    plate: str\n", "    plate: str\n    next: -> Bus\n", 8, "the new field `Car.next` is required"),
        ("    plate: str\n", "    plate: str\n    no: int unique = 1\n", 8, "the new field `Car.no` is required"),
        ("(10,2)", "(10,1)", 8, "`Car.price` would lose decimals: it had 2 of them and would have 1"),
        ("decimal(10,2)", "int", 8, "`Car.price` would lose what stands behind the point"),
        ("on_day: date", "on_day: str", 9, "`Car.on_day` cannot turn from date to str"),
        ("bus: -> Bus\n", "bus: -> Van\n", 10, "`Car.bus` pointed to rows of buses"),
        ("  Van:\n", "  Fleet:\n    vans: [Van]\n  Van:\n", 13, "`Fleet` would come to own the vans"),
    ],
    ids=lambda value: value.strip().splitlines()[-1].strip() if isinstance(value, str) else str(value),
)
def test_a_change_that_needs_what_nobody_has_said_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    before = load_spec(loaded(tmp_path, HEAD + BASE))
    after = load_spec(loaded(tmp_path, HEAD + BASE.replace(old, new)))

    with pytest.raises(SpecInvalid) as refused:
        migration_between(before, after)

    [fault] = refused.value.faults
    assert (fault.line, fault.message[: len(said)]) == (line, said)
    assert fault.hint


def test_what_changes_no_table_makes_no_migration(tmp_path: Path) -> None:
    before = load_spec(loaded(tmp_path, HEAD + BASE))
    after = load_spec(loaded(tmp_path, HEAD.replace("Keeps", "Has") + BASE.replace("plate: str", "plate: str = none")))

    assert migration_between(before, after) is None


@pytest.mark.parametrize(
    ("old", "new", "demands"),
    [
        ("plate: str", "plate: str max 9", ("cars.plate",)),
        ("plate: str max 9", "plate: str max 10", ()),
        ("plate: str?", "plate: str", ("cars.plate",)),
        ("plate: str?", "plate: str = none", ()),
        ("plate: str", "plate: str unique max 9", ("cars.plate",)),
        ("plate: enum[a, b]", "plate: enum[a]", ("cars.plate",)),
        ("plate: enum[a, b]", "plate: enum[c, a, b]", ()),
        ("plate: int", "plate: int >= 1", ("cars.plate",)),
        ("plate: int >= 1", "plate: int", ()),
        ("plate: decimal(8,2)", "plate: decimal(8,4)", ("cars.plate",)),
    ],
)
def test_what_takes_less_than_before_is_named(tmp_path: Path, old: str, new: str, demands: tuple[str, ...]) -> None:
    before, after = (load_spec(loaded(tmp_path, f"{HEAD}  Car:\n    {field}\n")) for field in (old, new))

    migration = migration_between(before, after)

    assert migration is not None
    assert migration.demands == demands
