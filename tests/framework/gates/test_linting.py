"""`inlay slot lint`: what a platform team changes in a slot kind is tried before any body is."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inlay.catalog import data_folder, load_slot_kind
from inlay.cli.app import run
from inlay.gates.linting import lint_slot_kinds
from inlay.resources import CATALOG_VARIABLE

KIND = "python-function"


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(data_folder("slots"), tmp_path / "slots")
    monkeypatch.setenv(CATALOG_VARIABLE, str(tmp_path))
    load_slot_kind.cache_clear()
    yield tmp_path / "slots" / KIND
    load_slot_kind.cache_clear()


def test_the_shipped_kinds_have_no_faults() -> None:
    assert lint_slot_kinds([KIND, "sql-query"]) == ()


RULE = "\n; rule: no-lambda\n; message: name it\n; good: return 1\n; bad: return lambda: 1\n"


def test_a_rule_of_a_team_joins_without_a_line_of_python(catalog: Path) -> None:
    path = catalog / "policy.scm"
    path.write_text(f"{path.read_text()}{RULE}(lambda) @no-lambda\n")

    assert lint_slot_kinds([KIND]) == ()


def test_a_rule_of_a_team_is_held_to_its_own_examples(catalog: Path) -> None:
    path = catalog / "policy.scm"
    shipped = path.read_text()
    path.write_text(f"{shipped}{RULE}(ellipsis) @no-lambda\n")

    [fault] = lint_slot_kinds([KIND])
    assert "the rule `no-lambda` does not find its bad example 'return lambda: 1'" in fault.message
    assert fault.line == len(shipped.splitlines()) + 2


@pytest.mark.parametrize(
    ("kind", "shipped", "slip", "said"),
    [
        (KIND, "[abs, all,", "[abs, al,", "Python has no built-in `al` (did you mean `all`?)"),
        (KIND, "Counter: collections", "Counter: colections", "there is no module `colections`"),
        (KIND, "Counter: collections", "Countr: collections", "the module `collections` has no `Countr`"),
        (KIND, "casefold, center", "casfold, center", "`str` has no `casfold` (did you mean `casefold`?)"),
        (KIND, "[end, group,", "[end, grup,", "`match` has no `grup`"),
        (KIND, "ceil, comb", "cel, comb", "`math` has no `cel` (did you mean `ceil`?)"),
        ("sql-query", "casts: [integer", "casts: [intger", "there is no type `intger`"),
    ],
)
def test_a_name_that_nobody_can_use_is_a_fault_where_it_stands(
    kind: str, shipped: str, slip: str, said: str, catalog: Path
) -> None:
    slot = catalog.parent / kind / "slot.yaml"
    text = slot.read_text(encoding="utf-8")
    slot.write_text(text.replace(shipped, slip, 1), encoding="utf-8")

    fault = next(fault for fault in lint_slot_kinds([kind]) if said in fault.message)

    assert fault.file == str(slot)
    assert fault.line > 1


def test_every_kind_is_looked_at_whatever_is_wrong_in_another(catalog: Path) -> None:
    slot = catalog / "slot.yaml"
    slot.write_text(slot.read_text().replace("max_characters", "max_charcters"))
    sql = catalog.parent / "sql-query" / "slot.yaml"
    sql.write_text(sql.read_text().replace("redundant,", "redundent,"))

    found = [fault.message for fault in lint_slot_kinds([KIND, "sql-query"])]
    assert any("max_charcters: this key is not known here" in message for message in found)
    assert any("no gate is called redundent" in message for message in found)


def test_a_fault_is_a_check_that_said_no(catalog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["slot", "lint"]) == 0
    slot = catalog / "slot.yaml"
    slot.write_text(slot.read_text().replace("redundant,", "redundent,"))
    load_slot_kind.cache_clear()

    assert run(["slot", "lint"]) == 1
    assert "no gate is called redundent" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "written", "instead", "told"),
    [
        ("slot.yaml", "prompt: python-function", "prompt: mine", "slot.yaml:7:1: prompt: there is no prompt `mine`"),
        ("grammar.gbnf.j2", "", "{% for %}", "grammar.gbnf.j2:1:1: TemplateSyntaxError"),
        ("grammar.gbnf.j2", "", "{{ nothing }}", "'nothing' is undefined"),
        ("grammar.gbnf.j2", "", "{{ 1 // 0 }}", "grammar.gbnf.j2:1:1: ZeroDivisionError: "),
    ],
)
def test_a_prompt_or_grammar_that_is_no_good_is_told(
    catalog: Path, file: str, written: str, instead: str, told: str
) -> None:
    path = catalog / file
    path.write_text(path.read_text().replace(written, instead, 1))

    [fault] = lint_slot_kinds([KIND])
    assert told in str(fault)


def test_a_kind_without_a_grammar_is_told(catalog: Path) -> None:
    (catalog / "grammar.gbnf.j2").unlink()
    [fault] = lint_slot_kinds([KIND])
    assert "grammar.gbnf.j2:1:1: cannot be read" in str(fault)
