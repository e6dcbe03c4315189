"""A plan: which files and which slots a spec and a template make, before anything is filled or written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from inlay.catalog import Template, load_slot_kind, load_template, template_names
from inlay.contract import Contract, EntityType, Parameter, Scalar, Type, reachable, variable_name
from inlay.errors import CatalogInvalid, Fault, SpecInvalid
from inlay.render import RenderedFile, body_of, misfits, render_project
from inlay.resources import known_names
from inlay.slot import Slot
from inlay.spec.faults import Faults, did_you_mean
from inlay.spec.lines import count_lines, example_lines, lines_of
from inlay.spec.loader import load_spec
from inlay.spec.model import Flow, Place, Query, Rule, Spec

__all__ = ["Plan", "SlotLines", "Totals", "make_plan", "plan_of", "slot_lines", "template_of", "totals"]

# What a body takes: the mean of 64 rules and 24 queries that people wrote for specs like the samples, rounded.
_BODY_LINES = 3
_CODE = frozenset((".py", ".sql"))
_Load = Callable[[str], Template]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What will be made: every file as the renderer gives it, and every slot with its contract."""

    spec: Spec
    template: Template
    files: tuple[RenderedFile, ...]
    slots: tuple[Slot, ...]

    def slot(self, slot_id: str) -> Slot | None:
        """Give the slot of this id, or None."""
        return next((slot for slot in self.slots if slot.id == slot_id), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotLines:
    """What a slot costs in the spec, and what a body is expected to take."""

    spec: int
    examples: int
    body: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """Spec against code. `code` are the lines of the service without tests, expected bodies included."""

    spec: int
    examples: int
    code: int
    tests: int

    @property
    def code_per_spec_line(self) -> float:
        """Lines of code for each line of spec."""
        return self.code / self.spec if self.spec else 0.0


def plan_of(path: Path) -> Plan:
    """Load a spec and join it with the template that it names; raises `SpecInvalid` with every fault."""
    load = cache(load_template)
    spec = load_spec(path, lambda read: _misfits(read, load))
    return make_plan(spec, template_of(spec, load))


def _misfits(spec: Spec, load: _Load) -> tuple[Fault, ...]:
    try:
        return misfits(template_of(spec, load), spec) if spec.template else ()
    except SpecInvalid as error:
        return error.faults


def template_of(spec: Spec, load: _Load = load_template) -> Template:
    """Give the template that a spec names; raises `SpecInvalid` when the catalog has none of that name."""
    known = template_names()
    if spec.template not in known:
        faults = Faults(spec.path)
        place = spec.places.get("template", Place())
        faults.add(
            place, f"there is no template `{spec.template}`", did_you_mean(spec.template, known, known_names(known))
        )
        raise faults.error()
    return load(spec.template)


def make_plan(spec: Spec, template: Template) -> Plan:
    """Join a spec with a template; raises `SpecInvalid` when the spec does not fit the template."""
    files = render_project(template, spec)
    paths = {file.slot: file.path for file in files if file.slot}
    return Plan(spec=spec, template=template, files=files, slots=tuple(_slots(spec, template, paths)))


def _slots(spec: Spec, template: Template, paths: Mapping[str, str]) -> Iterator[Slot]:
    for rule in spec.rules:
        kind = template.slots["rules"].kind
        yield _slot(f"rules.{rule.name}", rule, _rule_contract(rule, kind, spec), rule.does, paths, template)
    for query in spec.queries:
        kind = template.slots["queries"].kind
        yield _slot(f"queries.{query.name}", query, _query_contract(query, kind, spec), query.does, paths, template)
    for flow in spec.flows:
        if flow.requires:
            kind = template.flows[flow.uses].requires.kind
            contract = _requirement_contract(flow, kind, spec)
            yield _slot(f"flows.{flow.name}.requires", flow, contract, flow.requires, paths, template)


def _slot(
    slot_id: str,
    entry: Rule | Query | Flow,
    contract: Contract,
    sentence: str,
    paths: Mapping[str, str],
    template: Template,
) -> Slot:
    if slot_id not in paths:
        message = f"the template makes no file for {slot_id}"
        fault = Fault(file=str(template.folder / "template.yaml"), line=1, column=1, message=message)
        raise CatalogInvalid((fault,), hint="`inlay template lint` shows the entry whose file nothing makes")
    return Slot(
        id=slot_id,
        kind=contract.kind,
        contract=contract,
        sentence=sentence,
        file=paths[slot_id],
        always=() if isinstance(entry, Flow) else entry.always,
        examples=entry.examples,
        place=entry.place,
    )


def _rule_contract(rule: Rule, kind: str, spec: Spec) -> Contract:
    return _contract(rule.name, kind, rule.takes, rule.returns, spec)


def _requirement_contract(flow: Flow, kind: str, spec: Spec) -> Contract:
    takes = (Parameter(name=variable_name(flow.on), type=EntityType(flow.on)),)
    return _contract(flow.name, kind, takes, Scalar("bool"), spec)


def _contract(name: str, kind: str, takes: tuple[Parameter, ...], result: Type, spec: Spec) -> Contract:
    entities = reachable((*(parameter.type for parameter in takes), result), spec.entities)
    language = load_slot_kind(kind).language
    return Contract(name=name, kind=kind, parameters=takes, result=result, entities=entities, language=language)


def _query_contract(query: Query, kind: str, spec: Spec) -> Contract:
    return Contract(
        name=query.name,
        kind=kind,
        parameters=query.takes,
        result=query.returns,
        entities=spec.entities,
        language=load_slot_kind(kind).language,
    )


def slot_lines(plan: Plan, slot: Slot) -> SlotLines:
    """Count the lines of a slot in the spec and give the lines that its body is expected to take."""
    entry = lines_of(plan.spec.source, slot.place)
    return SlotLines(spec=count_lines(entry), examples=example_lines(entry), body=_BODY_LINES)


def totals(plan: Plan) -> Totals:
    """Count the spec against the code that comes of it."""
    counted = [slot_lines(plan, slot) for slot in plan.slots]
    tests = [file for file in plan.files if _is_code(file) and _is_test(file)]
    code = [file for file in plan.files if _is_code(file) and not _is_test(file)]
    return Totals(
        spec=count_lines(plan.spec.source),
        examples=sum(lines.examples for lines in counted),
        code=sum(_lines_without_stub(file) for file in code) + sum(lines.body for lines in counted),
        tests=sum(count_lines(file.content) for file in tests),
    )


def _lines_without_stub(file: RenderedFile) -> int:
    stub = count_lines(body_of(file.content, file.slot)) if file.slot else 0
    return count_lines(file.content) - stub


def _is_code(file: RenderedFile) -> bool:
    return PurePosixPath(file.path).suffix in _CODE


def _is_test(file: RenderedFile) -> bool:
    return PurePosixPath(file.path).parts[0] == "tests"
