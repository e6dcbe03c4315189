"""`inlay template …`: the templates of the catalog, and how a platform team begins its own."""

from typing import TYPE_CHECKING, Annotated

import typer

from inlay.cli.output import Format, FormatOption, emit, emit_faults, fields, table

if TYPE_CHECKING:
    from inlay.catalog import Template

__all__ = ["app"]

app = typer.Typer(name="template", help="The templates of the catalog.", no_args_is_help=True)


@app.command("list")
def list_templates(form: FormatOption = Format.text) -> None:
    """List the templates, each with what it makes."""
    from inlay.catalog import load_template, template_names

    known = [load_template(name) for name in template_names()]
    answer = [{"name": each.name, "version": each.version, "description": each.description} for each in known]
    emit(answer, lambda: table([(each.name, str(each.version), each.description) for each in known]), form)


@app.command("show")
def show(name: Annotated[str, typer.Argument(help="A template's name.")], form: FormatOption = Format.text) -> None:
    """Show a template: its flows, slots, checks and files."""
    from inlay.catalog import load_template

    template = load_template(name)
    said = {
        "name": template.name,
        "version": template.version,
        "digest": template.digest,
        "description": template.description,
        "python": template.python,
        "flows": sorted(template.flows),
        "slots": {section: rule.kind for section, rule in template.slots.items()},
        "checks": {check.name: " ".join(check.command) for check in template.checks},
        "files": [{"target": file.target, "each": file.each, "owner": file.owner} for file in template.files],
    }
    emit(said, lambda: _text(template), form)


@app.command("lint")
def lint(form: FormatOption = Format.text) -> None:
    """Find texts that are no Jinja2, names that nothing has, paths made twice, and texts that no manifest names."""
    from inlay.catalog import data_folder
    from inlay.render.linting import lint_templates

    folders = (folder.name for folder in data_folder("templates").iterdir() if folder.is_dir())
    faults = lint_templates(sorted(name for name in folders if not name.startswith(".")))
    emit_faults(faults, form)


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="Its name.")],
    like: Annotated[str, typer.Option(help="The template that it begins as a copy of.")] = "fastapi-service",
    form: FormatOption = Format.text,
) -> None:
    """Begin a template in a catalog of your own: a copy of another one, for editing."""
    from inlay.catalog.own import begin_template

    path = begin_template(name, like)
    emit({"file": str(path)}, lambda: f"{path} is a copy of {like}: edit it, then `inlay template lint`.", form)


def _text(template: "Template") -> str:
    said = {
        "name": template.name,
        "version": template.version,
        "digest": template.digest,
        "description": template.description,
        "python": template.python,
        "flows": ", ".join(sorted(template.flows)),
        "slots": ", ".join(f"{section}: {rule.kind}" for section, rule in template.slots.items()),
    }
    checks = table([(check.name, " ".join(check.command)) for check in template.checks])
    files = table([(file.target, file.each, file.owner) for file in template.files])
    return f"{fields(said)}\n\nchecks\n{checks}\n\nfiles\n{files}"
