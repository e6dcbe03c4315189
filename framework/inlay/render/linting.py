"""What is wrong in a template that only some specs would bring to light: every text and every path is looked at."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from inlay.catalog import FileRule, SlotRule, Template, data_folder, load_slot_kind, load_template
from inlay.catalog.manifest import NAME, NAME_IN_WORDS, Each, When
from inlay.catalog.reading import Location, fault_at
from inlay.errors import CatalogInvalid, Fault
from inlay.render.context import context_of
from inlay.render.project import MEMBERS, environment_of
from inlay.resources import entry_names, known_names
from inlay.spec.model import Spec

__all__ = ["lint_templates"]

_NOTHING = Spec(path="", source="", template="", name="nothing", description="", entities=())
_PLACEHOLDERS = {"{name}": frozenset(MEMBERS), "{table}": frozenset({"aggregate"})}
"""What a file is made for each of that has them."""
_EACH: Mapping[str, Each] = {"rules": "rule", "queries": "query"}


def lint_templates(names: Iterable[str]) -> tuple[Fault, ...]:
    """Give the faults of templates: of their manifests, and where these can be read, of everything that they name."""
    found: list[Fault] = []
    for name in names:
        if fault := _unnamed(data_folder("templates") / name):
            found.append(fault)
            continue
        try:
            template = load_template(name)
        except CatalogInvalid as error:
            found += error.faults
        else:
            folder = data_folder("templates") / name
            found += [fault for check in _CHECKS for fault in check(template, folder)]
    return tuple(found)


def _unnamed(folder: Path) -> Fault | None:
    """Say why a folder is no template at all."""
    manifest = folder / "template.yaml"
    if not re.fullmatch(NAME, folder.name):
        message, hint = f"{folder.name!r} is no name of a template", NAME_IN_WORDS
    elif not manifest.is_file():
        message, hint = "there is no such file, so this folder is no template", "write it, or move the folder away"
    else:
        return None
    return Fault(file=str(manifest), line=1, column=1, message=message, hint=hint)


def _entries(template: Template, folder: Path) -> Iterator[tuple[FileRule, Path, int]]:
    """Give every file entry, with its manifest and its place there."""
    for place, rule in enumerate(template.files):
        yield rule, folder / "template.yaml", place
    for flow in template.flows.values():
        for place, rule in enumerate(flow.files):
            yield rule, folder / "flows" / flow.name / "flow.yaml", place


def _texts(template: Template, folder: Path) -> Iterator[Fault]:
    environment = environment_of(template.sources)
    for source, text in template.sources.items():
        path = folder / source
        try:
            tree = environment.parse(text)
        except TemplateSyntaxError as error:
            yield Fault(file=str(path), line=error.lineno, column=1, message=error.message or "not Jinja2")
            continue
        unknown = tuple(_unknown(tree, environment, path))
        yield from unknown or _names(tree, _offered(template, source, folder), path)
        yield from _reads(tree, template, path)


def _offered(template: Template, source: str, folder: Path) -> frozenset[str]:
    """Give the names that a text may use: those that every file made of it has; of a text with macros all there are."""
    makes = [_members(rule) for rule, _, _ in _entries(template, folder) if rule.source == source]
    members = frozenset.intersection(*makes) if makes else frozenset(MEMBERS.values())
    return frozenset(context_of(_NOTHING)) | members


def _members(rule: FileRule) -> frozenset[str]:
    return frozenset({MEMBERS[rule.each]} if rule.each in MEMBERS else ())


def _names(tree: nodes.Template, offered: frozenset[str], path: Path) -> Iterator[Fault]:
    named = list(tree.find_all(nodes.Name))
    given = {node.name for node in named if node.ctx != "load"} | {macro.name for macro in tree.find_all(nodes.Macro)}
    # Jinja2 also gives what is set on one way through the text and used on another.
    unknown = meta.find_undeclared_variables(tree) - offered - given
    for name in sorted(unknown):
        line = min(node.lineno for node in named if node.name == name)
        hint = f"offered are {', '.join(sorted(offered))}"
        yield Fault(file=str(path), line=line, column=1, message=f"nothing is called `{name}` here", hint=hint)


def _unknown(tree: nodes.Template, environment: Environment, path: Path) -> Iterator[Fault]:
    """Give the filters and tests that there are not, also where Jinja2 would only tell when it gets there."""
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        known = environment.filters if isinstance(node, nodes.Filter) else environment.tests
        name, kind = node.name, type(node).__name__.lower()
        if name not in known:
            yield Fault(file=str(path), line=node.lineno, column=1, message=f"there is no {kind} `{name}`")


def _reads(tree: nodes.Template, template: Template, path: Path) -> Iterator[Fault]:
    """Give where a text imports, includes or extends one that the template does not hold."""
    for node in tree.find_all((nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)):
        named = getattr(getattr(node, "template", None), "value", None)
        if isinstance(named, str) and named not in template.sources:
            hint = "name it under `macros:` in the manifest"
            yield Fault(file=str(path), line=node.lineno, column=1, message=f"there is no text `{named}`", hint=hint)


def _paths(template: Template, folder: Path) -> Iterator[Fault]:
    made: dict[tuple[str, Each, tuple[When, ...]], str] = {}
    folders = {
        str(parent).casefold() for rule, _, _ in _entries(template, folder) for parent in Path(rule.target).parents
    }
    for rule, manifest, place in _entries(template, folder):
        at = ("files", place, "to")
        for placeholder, having in _PLACEHOLDERS.items():
            if placeholder in rule.target and rule.each not in having:
                yield fault_at(manifest, at, f"a file that is made for each {rule.each} has no {placeholder}")
        if rule.each != "project" and not any(gap in rule.target for gap in _PLACEHOLDERS):
            yield fault_at(
                manifest, at, f"a file that is made for each {rule.each} needs {{name}} to be one of its own"
            )
        if rule.target.casefold() in folders:
            yield fault_at(manifest, at, f"`{rule.target}` is a folder that other files lie in")
        before = made.setdefault((rule.target.casefold(), rule.each, rule.when), rule.source)
        if before != rule.source:
            yield fault_at(manifest, at, f"`{rule.target}` is made of {before} already")


def _slots(template: Template, folder: Path) -> Iterator[tuple[SlotRule, Each, Path, Location]]:
    """Give what is said of slots, with what their files are made for each of, its manifest and its place there."""
    for section, rule in template.slots.items():
        yield rule, _EACH[section], folder / "template.yaml", ("slots", section)
    for flow in template.flows.values():
        yield flow.requires, "requirement", folder / "flows" / flow.name / "flow.yaml", ("requires",)


def _kinds(template: Template, folder: Path) -> Iterator[Fault]:
    kinds = entry_names("slots")
    for rule, _, manifest, at in _slots(template, folder):
        if rule.kind not in kinds:
            yield fault_at(manifest, (*at, "kind"), f"there is no slot kind `{rule.kind}`", known_names(kinds))
            continue
        try:
            load_slot_kind(rule.kind)
        except CatalogInvalid as error:
            yield from error.faults


def _slot_files(template: Template, folder: Path) -> Iterator[Fault]:
    made = {(rule.target, rule.each) for rule, _, _ in _entries(template, folder)}
    for rule, each, manifest, at in _slots(template, folder):
        for key, target in (("file", rule.file), ("tests", rule.tests)):
            if (target, each) not in made:
                hint = f"list it under `files:` with `each: {each}`"
                yield fault_at(manifest, (*at, key), f"nothing makes `{target}` for each {each}", hint)


def _forgotten(template: Template, folder: Path) -> Iterator[Fault]:
    for path in sorted(folder.rglob("*.j2")):
        if path.relative_to(folder).as_posix() not in template.sources:
            message = "no manifest names this text"
            hint = "name it under `files:` or `macros:`, or remove it"
            yield Fault(file=str(path), line=1, column=1, message=message, hint=hint)


_CHECKS = (_texts, _paths, _kinds, _slot_files, _forgotten)
