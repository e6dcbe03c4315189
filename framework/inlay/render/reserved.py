"""Does a spec fit a template? Names that the template has taken, and flows that it does not have or cannot set."""

from collections.abc import Iterable, Iterator
from functools import reduce

from inlay.catalog import FlowTemplate, Template
from inlay.contract import EnumType, class_name, table_name, variable_name, without_optional
from inlay.errors import Fault, SpecInvalid
from inlay.spec.faults import did_you_mean
from inlay.spec.flow_states import states_in
from inlay.spec.model import Flow, Place, Spec

__all__ = ["check_fit", "misfits"]

_OF_ENUMS = ("enum-value", "enum-values")


def check_fit(template: Template, spec: Spec) -> None:
    """Raise `SpecInvalid` with everything in a spec that this template cannot render."""
    faults = misfits(template, spec)
    if faults:
        raise SpecInvalid(faults)


def misfits(template: Template, spec: Spec) -> tuple[Fault, ...]:
    """Give what this template cannot render, in the order of the file; what could not be read has no say in it."""
    faults = (*_sections(template, spec), *_names(template, spec), *_flows(template, spec))
    return tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))


def _sections(template: Template, spec: Spec) -> Iterator[Fault]:
    for section, members in (("rules", spec.rules), ("queries", spec.queries)):
        if members and section not in template.slots:
            place = spec.places.get(section) or spec.places.get(f"{section}.{members[0].name}", Place())
            message, hint = f"{template.name} has no {section}", f"write no {section}, or choose another template"
            yield Fault(file=spec.path, line=place.line, column=place.column, message=message, hint=hint)


def _names(template: Template, spec: Spec) -> Iterator[Fault]:
    taken = template.reserved
    entities, names = _filled(taken.entities, spec), _filled(taken.names, spec)
    for entity in spec.entities:
        place = f"entities.{entity.name}"
        if entity.name in entities:
            yield _taken(template, spec, place, f"the entity name `{entity.name}`")
        for field in entity.fields:
            if field.name in taken.fields:
                yield _taken(template, spec, f"{place}.{field.name}", f"the field name `{entity.name}.{field.name}`")
    for section, members in (("rules", spec.rules), ("queries", spec.queries), ("flows", spec.flows)):
        for member in members:
            place = f"{section}.{member.name}"
            if member.name in names:
                yield _taken(template, spec, place, f"the name `{member.name}`")
            for parameter in () if isinstance(member, Flow) else member.takes:
                if parameter.name in taken.parameters:
                    place = f"{section}.{member.name}.takes.{parameter.name}"
                    yield _taken(template, spec, place, f"the parameter name `{parameter.name}`")


def _filled(patterns: Iterable[str], spec: Spec) -> frozenset[str]:
    """Give the names that patterns stand for; the name of an entity itself is never one of them."""
    found: set[str] = set()
    for pattern in patterns:
        for entity in spec.entities if "{" in pattern else spec.entities[:1]:
            enums = [field.name for field in entity.fields if isinstance(without_optional(field.type), EnumType)]
            for field in enums if "{EnumField}" in pattern else [""]:
                words = {
                    "{Entity}": entity.name,
                    "{entity}": variable_name(entity.name),
                    "{table}": table_name(entity.name),
                    "{EnumField}": class_name(field),
                }
                found.add(reduce(lambda text, word: text.replace(word, words[word]), words, pattern))
    return frozenset(found)


def _taken(template: Template, spec: Spec, place: str, what: str) -> Fault:
    return _fault(spec, place, f"{what} is taken by {template.name}")


def _flows(template: Template, spec: Spec) -> Iterator[Fault]:
    for flow in (flow for flow in spec.flows if flow.uses):
        place = f"flows.{flow.name}"
        known = template.flows.get(flow.uses)
        if known is None:
            message = f"{template.name} has no flow `{flow.uses}`"
            yield _fault(spec, f"{place}.uses", message, did_you_mean(flow.uses, template.flows))
            continue
        for key in flow.settings:
            if key not in known.settings:
                message = f"the flow `{flow.uses}` takes no `{key}`"
                yield _fault(spec, f"{place}.{key}", message, did_you_mean(key, known.settings))
        is_read = _is_read(spec, flow.on)
        yield from _states(spec, flow, known) if is_read else ()
        for key, rule in known.settings.items():
            if rule.required and not flow.settings.get(key):
                yield _fault(spec, place, f"the flow `{flow.name}` needs `{key}`", f"add {key}: …")
            elif rule.kind == "enum-value" and isinstance(flow.settings.get(key), list):
                yield _fault(spec, f"{place}.{key}", f"`{key}` is one value, not a list", "write one of them")
            elif rule.kind in _OF_ENUMS and is_read:
                yield from _unknown_states(spec, flow, key)


def _is_read(spec: Spec, entity: str) -> bool:
    """Say whether all fields of an entity could be read; its states may be among the others."""
    start = f"entities.{entity}."
    declared = {key.removeprefix(start) for key in spec.places if key.startswith(start)}
    fields = {field.name for known in spec.entities if known.name == entity for field in known.fields}
    return bool(declared) and declared == fields


def _states(spec: Spec, flow: Flow, known: FlowTemplate) -> Iterator[Fault]:
    """Find states of a flow that no single field has together, or that are one and the same."""
    keys = [key for key, rule in known.settings.items() if rule.kind in _OF_ENUMS and flow.settings.get(key)]
    states = [state for key in keys for state in states_in(flow.settings[key])]
    place = f"flows.{flow.name}"
    twice = next((state for state in states if states.count(state) > 1), None)
    if twice is not None:
        sayers = [f"`{key}`" for key in keys if twice in states_in(flow.settings[key])]
        what = "are the same" if len(sayers) > 1 else "names a state twice"
        yield _fault(spec, place, f"{' and '.join(sayers)} {what}, `{twice}`", "a flow changes something")
    if set(states) <= set(_values(spec, flow.on)) and not any(
        set(states) <= set(values) for values in _enums(spec, flow.on)
    ):
        said = ", ".join(f"`{state}`" for state in states)
        yield _fault(spec, place, f"no enum of {flow.on} has all of {said}", "a flow moves one field")


def _unknown_states(spec: Spec, flow: Flow, key: str) -> Iterator[Fault]:
    values = _values(spec, flow.on)
    for state in states_in(flow.settings.get(key) or []):
        if state not in values:
            message = f"no enum of {flow.on} has the value `{state}`"
            yield _fault(spec, f"flows.{flow.name}.{key}", message, did_you_mean(state, values))


def _values(spec: Spec, entity: str) -> list[str]:
    """Give the values of all enums of an entity."""
    return [value for values in _enums(spec, entity) for value in values]


def _enums(spec: Spec, entity: str) -> list[tuple[str, ...]]:
    fields = next((known.fields for known in spec.entities if known.name == entity), ())
    kinds = [without_optional(field.type) for field in fields]
    return [kind.values for kind in kinds if isinstance(kind, EnumType)]


def _fault(spec: Spec, key: str, message: str, hint: str = "choose another word") -> Fault:
    place = spec.places.get(key, Place())
    return Fault(file=spec.path, line=place.line, column=place.column, message=message, hint=hint)
