"""Does a spec fit a template? Names that the template has taken, and flows that it does not have or cannot set."""

import re
from collections.abc import Iterator

from inlay.catalog import Template
from inlay.contract import Entity, EnumType, without_optional
from inlay.errors import Fault, SpecInvalid
from inlay.spec.model import Flow, Place, Query, Rule, Spec

__all__ = ["check_fit"]


def check_fit(template: Template, spec: Spec) -> None:
    """Raise `SpecInvalid` with everything in a spec that this template cannot render."""
    faults = (*_names(template, spec), *_flows(template, spec))
    if faults:
        raise SpecInvalid(tuple(sorted(faults, key=lambda fault: (fault.line, fault.column))))


def _names(template: Template, spec: Spec) -> Iterator[Fault]:
    taken = template.reserved
    for entity in spec.entities:
        if entity.name in taken.entities:
            yield _fault(spec, _find(spec, entity.name), f"the entity name `{entity.name}` is taken by {template.name}")
        for field in entity.fields:
            if field.name in taken.fields:
                place = _find(spec, field.name, after=entity.name)
                yield _fault(spec, place, f"the field name `{entity.name}.{field.name}` is taken by {template.name}")
    members: tuple[Rule | Query | Flow, ...] = (*spec.rules, *spec.queries, *spec.flows)
    for member in members:
        if member.name in taken.names:
            yield _fault(spec, member.place, f"the name `{member.name}` is taken by {template.name}")


def _flows(template: Template, spec: Spec) -> Iterator[Fault]:
    entities = {entity.name: entity for entity in spec.entities}
    for flow in spec.flows:
        known = template.flows.get(flow.uses)
        if known is None:
            names = ", ".join(template.flows) or "none"
            yield _fault(spec, flow.place, f"{template.name} has no flow `{flow.uses}`", f"it has: {names}")
            continue
        for key in flow.settings.keys() - known.settings.keys():
            yield _fault(
                spec, flow.place, f"the flow `{flow.uses}` takes no `{key}`", f"it takes {', '.join(known.settings)}"
            )
        for key, rule in known.settings.items():
            if rule.required and not flow.settings.get(key):
                yield _fault(spec, flow.place, f"the flow `{flow.name}` needs `{key}`")
            elif rule.kind == "enum-value" and not _is_value(entities.get(flow.on), flow, key):
                yield _fault(spec, flow.place, f"no enum of {flow.on} has the value `{flow.settings.get(key)}`")


def _is_value(entity: Entity | None, flow: Flow, key: str) -> bool:
    kinds = [without_optional(field.type) for field in entity.fields] if entity else []
    return any(isinstance(kind, EnumType) and flow.settings.get(key) in kind.values for kind in kinds)


def _find(spec: Spec, key: str, after: str = "") -> Place:
    """Find the line of a key in the source of a spec; the first line if it is not there."""
    start = re.search(rf"^\s+{re.escape(after)}\s*:", spec.source, re.MULTILINE) if after else None
    found = re.compile(rf"(?<![\w-]){re.escape(key)}\s*:").search(spec.source, start.end() if start else 0)
    if not found:
        return Place()
    before = spec.source[: found.start()]
    return Place(before.count("\n") + 1, found.start() - before.rfind("\n"))


def _fault(spec: Spec, place: Place, message: str, hint: str = "choose another word") -> Fault:
    return Fault(file=spec.path, line=place.line, column=place.column, message=message, hint=hint)
