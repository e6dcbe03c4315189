"""The main job of rendering: every file that a template and a spec make, in the order of their paths."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from inlay.catalog import FileRule, FlowTemplate, Template
from inlay.catalog.failing import place_of, reason_of
from inlay.errors import CatalogInvalid, Fault, InlayError
from inlay.render.context import context_of
from inlay.render.fences import body_of
from inlay.render.filters import FILTERS
from inlay.render.formatting import tidy
from inlay.render.meeting import check_names_apart, check_paths_apart
from inlay.render.rendered import RenderedFile
from inlay.render.reserved import check_fit
from inlay.render.shapes import Plain
from inlay.spec.model import Spec

__all__ = ["MEMBERS", "environment_of", "render_migration", "render_project"]

_LARGEST = 10_000_000
_FENCES = (
    "write one line `region inlay:` and one line `endregion inlay:`, in a comment and with the slot's id behind them"
)
MEMBERS = {
    "aggregate": "aggregate",
    "rule": "rule",
    "query": "query",
    "flow": "flow",
    "requirement": "flow",
    "migration": "migration",
}
"""Under which name a file that is made for each of something finds it, by what it is made for each of."""
_SECTIONS = {
    "aggregate": "aggregates",
    "rule": "rules",
    "query": "queries",
    "flow": "flows",
    "requirement": "requirements",
    "migration": "migrations",
}


def render_project(template: Template, spec: Spec) -> tuple[RenderedFile, ...]:
    """Give the files of a project, slots holding typed stubs.

    Raises `SpecInvalid` for a spec that does not fit the template and `CatalogInvalid` for a broken template.
    """
    check_fit(template, spec)
    context = context_of(spec)
    environment = environment_of(template.sources)
    occasions = [(rule, values) for rule, flow in _rules(template) for values in _occasions(rule, flow, context)]
    manifest = str(template.folder / "template.yaml")
    check_paths_apart(spec, [(_path(rule, values), _part(rule, values)) for rule, values in occasions], manifest)
    slots = _slot_files(template, context)
    raw = [
        RenderedFile(path=path, content=content, owner=rule.owner, slot=slots.get(path), source=rule.source)
        for path, content, rule in (_render(template.folder, environment, rule, values) for rule, values in occasions)
    ]
    _require_fences(template, raw)
    made_of = {file.path: str(template.folder / file.source) for file in raw}
    laid_out = tidy({file.path: file.content for file in raw}, made_of) if template.formatter == "ruff" else {}
    files = [replace(file, content=laid_out.get(file.path, file.content)) for file in raw]
    check_names_apart(spec, str(context["package"]), raw, files)
    return tuple(sorted(files, key=lambda file: file.path))


def render_migration(template: Template, context: Plain, migration: Plain, pyproject: str) -> RenderedFile:
    """Give the file of one migration, laid out as `pyproject` asks for; the template has a rule for it."""
    rule = next(rule for rule in template.files if rule.each == "migration")
    path, content, _ = _render(
        template.folder, environment_of(template.sources), rule, context | {"migration": migration}
    )
    if template.formatter == "ruff":
        made_of = {path: str(template.folder / rule.source)}
        content = tidy({path: content, "pyproject.toml": pyproject}, made_of)[path]
    return RenderedFile(path=path, content=content, owner=rule.owner, source=rule.source)


def environment_of(sources: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    """Give the Jinja2 that renders a template's texts: a name that is not there is an error, and nothing leads out."""
    environment = ImmutableSandboxedEnvironment(
        # Named by file as well, so that the frames of an error tell one text from another.
        loader=FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= FILTERS
    return environment


def _rules(template: Template) -> Iterator[tuple[FileRule, FlowTemplate | None]]:
    for rule in template.files:
        yield rule, None
    for flow in template.flows.values():
        for rule in flow.files:
            yield rule, flow


def _occasions(rule: FileRule, flow: FlowTemplate | None, context: Plain) -> Iterator[Plain]:
    """Give the context of every file that a rule makes: one for the project, or one for each of its kind."""
    flows = [use for use in _list(context, "flows") if flow is None or use["uses"] == flow.name]
    entities = _list(context, "entities")
    requirements = [use for use in flows if use["requires"]]
    present = {
        "aggregates": _list(context, "aggregates"),
        "parts": [entity for entity in entities if entity["owners"]],
        "references": [entity for entity in entities if entity["references"]],
        "rules": _list(context, "rules"),
        "exposed-rules": [use for use in _list(context, "rules") if use["exposed_on"]],
        "queries": _list(context, "queries"),
        "flows": flows,
        "requirements": requirements,
        "events": [use for use in flows if _emits(use)],
        "migrations": _list(context, "migrations"),
    }
    if not all(present[when] for when in rule.when):
        return
    if rule.each == "project":
        yield context
        return
    for member in present[_SECTIONS[rule.each]]:
        yield context | {MEMBERS[rule.each]: member}


def _emits(flow: Plain) -> bool:
    settings = flow["settings"]
    return isinstance(settings, Mapping) and bool(settings.get("emits"))


def _render(
    folder: Path, environment: ImmutableSandboxedEnvironment, rule: FileRule, values: Plain
) -> tuple[str, str, FileRule]:
    path = str(folder / rule.source)
    try:
        content = _within_bounds(environment.get_template(rule.source).generate(values), path)
    except CatalogInvalid:
        raise
    except Exception as error:  # whatever a text does wrong is a fault of its file
        text, line = place_of(error, rule.source)
        fault = Fault(file=str(folder / text), line=line, column=1, message=reason_of(error, rule.source))
        raise CatalogInvalid((fault,)) from error
    return _path(rule, values), content, rule


def _require_fences(template: Template, files: Iterable[RenderedFile]) -> None:
    for file in files:
        try:
            if file.slot:
                body_of(file.content, file.slot)
        except InlayError as error:
            message = f"`{file.path}` has no place for {file.slot}: {error}"
            fault = Fault(file=str(template.folder / file.source), line=1, column=1, message=message, hint=_FENCES)
            raise CatalogInvalid((fault,)) from error


def _within_bounds(parts: Iterator[str], source: str) -> str:
    """Join the parts of a file as they come; loops within loops are stopped before they fill the memory."""
    kept, size = [], 0
    for part in parts:
        kept.append(part)
        size += len(part)
        if size > _LARGEST:
            message = f"it makes a file of more than {_LARGEST:,} characters"
            raise CatalogInvalid((Fault(file=source, line=1, column=1, message=message),), hint="look at its loops")
    return "".join(kept)


def _path(rule: FileRule, values: Plain) -> str:
    member = _member(rule, values)
    names = {
        "package": values["package"],
        "name": member.get("module") or member.get("name"),
        "table": member.get("table"),
    }
    return rule.target.format(**names)


def _part(rule: FileRule, values: Plain) -> str:
    """Give the place in the spec of what a file is made for; empty where it is for the whole project."""
    section = {"aggregate": "entities", "requirement": "flows"}.get(rule.each) or _SECTIONS.get(rule.each, "")
    return f"{section}.{_member(rule, values)['name']}" if section else ""


def _member(rule: FileRule, values: Plain) -> Plain:
    member: Plain = values[MEMBERS[rule.each]] if rule.each in MEMBERS else {}
    return member


def _slot_files(template: Template, context: Plain) -> dict[str, str]:
    """Give the paths of the files that hold slots, each with the id of its slot."""
    places = [
        (template.slots[section].file, member) for section in template.slots for member in _list(context, section)
    ]
    places += [
        (template.flows[str(flow["uses"])].requires.file, flow) for flow in _list(context, "flows") if flow["requires"]
    ]
    return {_filled(pattern, context, member): str(member["slot"]) for pattern, member in places}


def _filled(pattern: str, context: Plain, member: Plain) -> str:
    return pattern.replace("{package}", str(context["package"])).replace("{name}", str(member["name"]))


def _list(context: Plain, key: str) -> list[Plain]:
    members: list[Plain] = context[key]
    return members
