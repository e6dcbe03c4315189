"""`inlay prompt list|show|lint`: the prompts of the registry."""

from typing import Annotated, cast

import typer

from inlay.cli.output import Format, FormatOption, emit, emit_faults, require_word, table

__all__ = ["app"]

app = typer.Typer(name="prompt", help="The prompts of the registry.", no_args_is_help=True)

STYLES = ("instruct", "compact", "infill")


@app.command("list")
def list_prompts(form: FormatOption = Format.text) -> None:
    """List the prompts with their versions, styles and labels."""
    from inlay.prompts.registry import default_registry

    registry = default_registry()
    entries = [registry.entry(name) for name in registry.names()]
    answer = [
        {
            "name": entry.name,
            "versions": {version: list(styles) for version, styles in entry.versions.items()},
            "labels": dict(entry.labels),
            "released": list(entry.released),
        }
        for entry in entries
    ]
    rows = [
        (
            f"{entry.name}@{version}",
            ", ".join(styles),
            "released" if version in entry.released else "draft",
            ", ".join(label for label, named in entry.labels.items() if named == version),
        )
        for entry in entries
        for version, styles in entry.versions.items()
    ]
    emit(answer, lambda: table(rows), form)


@app.command("show")
def show(
    prompt: Annotated[str, typer.Argument(metavar="NAME[@VERSION]", help="A prompt, with a version or a label.")],
    style: Annotated[str, typer.Option(help="instruct, compact or infill.")] = "instruct",
    form: FormatOption = Format.text,
) -> None:
    """Show the text of a prompt as it lies in the registry."""
    from inlay.prompts.registry import load_prompt
    from inlay.prompts.rendered import Style

    name, _, ref = prompt.partition("@")
    require_word(style, STYLES, "style")
    found = load_prompt(name, ref or "production", cast("Style", style))
    text = found.file.path.read_text(encoding="utf-8")
    said = {"name": found.name, "version": found.version, "style": style, "digest": found.digest, "text": text}
    emit(said, lambda: f"# {found.name}@{found.version}, {style}, {found.digest}\n{text.rstrip()}", form)


@app.command("lint")
def lint_prompts(form: FormatOption = Format.text) -> None:
    """Find broken prompts, labels that point nowhere, and released versions that were changed."""
    from inlay.prompts.lint import lint
    from inlay.prompts.registry import default_registry

    faults = lint(default_registry())
    emit_faults(faults, form)
