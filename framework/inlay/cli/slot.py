"""`inlay slot …`: the slot kinds of the catalog, how one's own begins, and queries said for other engines."""

from pathlib import Path
from typing import Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit, emit_faults, fields, require_word, table

__all__ = ["app"]

app = typer.Typer(name="slot", help="The slot kinds of the catalog.", no_args_is_help=True)


@app.command("list")
def list_kinds(form: FormatOption = Format.text) -> None:
    """List the slot kinds with their language and gates."""
    from inlay.catalog import load_slot_kind

    known = [load_slot_kind(name) for name in _names()]
    answer = [{"kind": each.name, "language": each.language, "gates": list(each.gates)} for each in known]
    emit(answer, lambda: table([(each.name, each.language, ", ".join(each.gates)) for each in known]), form)


@app.command("show")
def show(kind: Annotated[str, typer.Argument(help="A slot kind's name.")], form: FormatOption = Format.text) -> None:
    """Show a slot kind: language, prompt, gates and what a body may use."""
    from inlay.catalog import load_slot_kind

    found = load_slot_kind(kind)
    said = {
        "kind": found.name,
        "version": found.version,
        "language": found.language,
        "prompt": found.prompt,
        "gates": list(found.gates),
        "names in scope": sorted(found.imports),
    }
    shown = {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in said.items()}
    emit(said, lambda: fields(shown), form)


@app.command("translate")
def translate(
    project: Annotated[Path, typer.Argument(help="A folder of a generated project, or a file in it.")],
    to: Annotated[str, typer.Option(help="bigquery, mysql, oracle, postgres, snowflake, sqlite or tsql.")],
    form: FormatOption = Format.text,
) -> None:
    """Say every query of a project in the words of another engine; exit 1 where one cannot be said there."""
    from inlay.catalog import load_slot_kind
    from inlay.languages.dialects import DIALECTS, translated
    from inlay.project.drift import current_bodies, find_project, require_lock
    from inlay.project.tree import Tree

    require_word(to, DIALECTS, "dialect")
    with Tree(find_project(project)) as tree:
        lock = require_lock(tree)
        bodies = {
            name: body
            for name, body in current_bodies(tree, lock).items()
            if load_slot_kind(lock.slots[name].kind).language == "sql" and lock.slots[name].state != "stub"
        }
    said = {name: translated(body, to) for name, body in bodies.items()}
    answer = [{"slot": name, "sql": one.text, "reason": one.reason} for name, one in said.items()]
    emit(
        answer, lambda: "\n\n".join(f"-- {name}\n{one.text or f'-- {one.reason}'}" for name, one in said.items()), form
    )
    if any(one.reason for one in said.values()):
        raise typer.Exit(1)


@app.command("lint")
def lint_kinds(form: FormatOption = Format.text) -> None:
    """Find settings nobody reads, gates and prompts that are not there, and rules that miss their own examples."""
    from inlay.gates.linting import lint_slot_kinds
    from inlay.resources import entry_names

    faults = lint_slot_kinds(entry_names("slots"))
    emit_faults(faults, form)


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="Its name.")],
    like: Annotated[str, typer.Option(help="The slot kind that it begins as a copy of.")] = "python-function",
    form: FormatOption = Format.text,
) -> None:
    """Begin a slot kind in a catalog of your own: a copy of another one, for editing."""
    from inlay.catalog.own import begin_slot_kind

    path = begin_slot_kind(name, like)
    emit({"file": str(path)}, lambda: f"{path} is a copy of {like}: edit it, then `inlay slot lint`.", form)


def _names() -> list[str]:
    from inlay.resources import entry_folder, entry_names

    return [name for name in entry_names("slots") if (entry_folder("slots", name) / "slot.yaml").is_file()]
