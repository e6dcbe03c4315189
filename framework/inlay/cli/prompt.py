"""`inlay prompt …`: the prompts of the registry, and how they come to new versions."""

from typing import Annotated, cast

import typer

from inlay.cli.output import Format, FormatOption, emit, emit_faults, require_word, table

__all__ = ["app"]

app = typer.Typer(name="prompt", help="The prompts of the registry.", no_args_is_help=True)

STYLES = ("instruct", "compact", "infill")

_Name = Annotated[str, typer.Argument(metavar="NAME", help="A prompt.")]
_Label = Annotated[str, typer.Option(help="The label that moves.")]


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


@app.command("new")
def new_version(
    name: _Name,
    style: Annotated[str, typer.Option(help="instruct, compact or infill.")] = "instruct",
    form: FormatOption = Format.text,
) -> None:
    """Begin the next version of a prompt in a catalog of your own: a copy of the last one, for editing."""
    from inlay.prompts.rendered import Style
    from inlay.prompts.versions import begin, own_registry

    require_word(style, STYLES, "style")
    path = begin(own_registry(), name, cast("Style", style))
    version = path.name.removesuffix(f".{style}.prompty")
    emit(
        {"file": str(path)}, lambda: f"{path} is a draft: edit it, then `inlay prompt release {name} {version}`.", form
    )


@app.command("diff")
def diff(
    name: _Name,
    old: Annotated[str, typer.Argument(help="A version or a label.")],
    new: Annotated[str, typer.Argument(help="Another one.")],
    form: FormatOption = Format.text,
) -> None:
    """Show what two versions of a prompt say differently, in each style, as a unified diff."""
    from inlay.prompts.registry import default_registry
    from inlay.prompts.versions import differences

    found = differences(default_registry(), name, old, new)
    emit(found, lambda: "".join(found.values()).rstrip("\n") or "Nothing differs.", form)


@app.command("release")
def release_version(
    name: _Name,
    version: Annotated[str, typer.Argument(help="The version that never changes from now on.")],
    form: FormatOption = Format.text,
) -> None:
    """Write down the content of a version, so that `inlay prompt lint` finds any change to it."""
    from inlay.prompts.versions import own_registry, release

    release(own_registry(), name, version)
    emit({"name": name, "released": version}, lambda: f"{name}@{version} is released.", form)


@app.command("promote")
def promote_version(
    name: _Name,
    version: Annotated[str, typer.Argument(help="The version that the label names from now on.")],
    label: _Label = "production",
    form: FormatOption = Format.text,
) -> None:
    """Let a label name another version; what `production` names is what slots are filled with."""
    from inlay.prompts.versions import own_registry, promote

    _moved(name, label, promote(own_registry(), name, version, label), version, form)


@app.command("rollback")
def rollback(name: _Name, label: _Label = "production", form: FormatOption = Format.text) -> None:
    """Let a label name the released version before the one that it names now."""
    from inlay.prompts.versions import own_registry, roll_back

    _moved(name, label, *roll_back(own_registry(), name, label), form)


def _moved(name: str, label: str, before: str | None, now: str, form: Format) -> None:
    said = {"name": name, "label": label, "before": before, "now": now}
    emit(said, lambda: f"{label} of {name} is {now} now" + (f"; it was {before}." if before else "."), form)
