"""Putting accepted bodies into the rendered files, and writing down where every byte came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import inlay
from inlay.build.inputs import catalog_digest
from inlay.fill import Fill, SlotResult
from inlay.plan import Plan
from inlay.project.lock import LOCK, GateRecord, Lock, LockedFile, LockedSlot, TestRecord, render_lock
from inlay.project.objects import object_path
from inlay.project.tree import digest_of
from inlay.render import RenderedFile, body_of, put_body, tidy
from inlay.slot import Slot

__all__ = ["Delivery", "assemble", "deliver", "tests_of"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """A whole project: the files that people see, and with them the lock and the pristine copies."""

    project: dict[str, bytes]
    lock: Lock
    objects: dict[str, bytes]

    @property
    def files(self) -> dict[str, bytes]:
        """Everything that is written."""
        return {**self.project, **self.objects, LOCK: render_lock(self.lock)}


def assemble(plan: Plan, fills: Mapping[str, Fill]) -> dict[str, str]:
    """Give the content of every file, with each accepted body in its slot and laid out by the formatter."""
    contents = {file.path: file.content for file in plan.files}
    filled = {
        slot.file: put_body(contents[slot.file], slot.id, fills[slot.id].body)
        for slot in plan.slots
        if slot.id in fills
    }
    if plan.template.formatter == "ruff" and filled:
        configured = {name: text for name, text in contents.items() if name == "pyproject.toml"}
        filled = {name: text for name, text in tidy(filled | configured).items() if name in filled}
    return contents | filled


def deliver(
    plan: Plan,
    contents: Mapping[str, str],
    results: Mapping[str, SlotResult],
    inputs: str,
    *,
    walls: str,
    engines: tuple[str, ...] = (),
) -> Delivery:
    """Make the lock and the pristine copies for finished contents."""
    project = {path: text.encode() for path, text in contents.items()}
    source = plan.spec.source.encode()
    bodies = {
        slot.id: body_of(contents[slot.file], slot.id).encode()
        for slot in plan.slots
        if results[slot.id].fill is not None
    }
    kept = {*project.values(), *bodies.values(), source}
    lock = Lock(
        tool=f"inlay {inlay.__version__}",
        inputs=inputs,
        spec=digest_of(source),
        spec_path=Path(plan.spec.path).name,
        template=plan.template.name,
        template_digest=plan.template.digest,
        catalog_digest=catalog_digest(),
        sandbox=walls,
        engines=engines,
        files={file.path: _locked_file(plan, file, project[file.path]) for file in plan.files},
        slots={slot.id: _locked_slot(plan, slot, results[slot.id], bodies.get(slot.id)) for slot in plan.slots},
    )
    return Delivery(project=project, lock=lock, objects={object_path(digest_of(data)): data for data in kept})


def _locked_file(plan: Plan, file: RenderedFile, data: bytes) -> LockedFile:
    source = f"templates/{plan.template.name}/{file.source}" if file.source else ""
    return LockedFile(owner=file.owner, sha256=digest_of(data), slot=file.slot, source=source)


def _locked_slot(plan: Plan, slot: Slot, result: SlotResult, body: bytes | None) -> LockedSlot:
    fill = result.fill
    usage = fill.usage if fill else result.usage
    return LockedSlot(
        kind=slot.kind,
        file=slot.file,
        state="clean" if fill else "stub",
        sentence=slot.sentence,
        contract=str(slot.contract),
        spec_line=slot.place.line,
        spec_column=slot.place.column,
        fill=digest_of(body) if body is not None else None,
        attempts=len(result.attempts) if fill is None else fill.attempts,
        gates=_gates(result),
        tests=_tests(plan, slot),
        usage={"prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.completion_tokens},
        **(_provenance(fill) if fill else {}),
    )


def _provenance(fill: Fill) -> dict[str, Any]:
    return {
        "backend": fill.backend,
        "model": fill.model,
        "prompt": fill.prompt,
        "prompt_digest": fill.prompt_digest,
        "parameters": {**fill.parameters, "style": fill.style, "seed": fill.seed},
    }


def _gates(result: SlotResult) -> tuple[GateRecord, ...]:
    verdicts = (
        result.fill.verdicts if result.fill else max((each.verdicts for each in result.attempts), key=len, default=())
    )
    return tuple(
        GateRecord(name=verdict.gate, version=verdict.version, passed=verdict.passed, reason=verdict.reason)
        for verdict in verdicts
    )


def _tests(plan: Plan, slot: Slot) -> tuple[TestRecord, ...]:
    path = tests_of(plan, slot)
    return (TestRecord(path=path, count=len(slot.examples)),) if path else ()


def tests_of(plan: Plan, slot: Slot) -> str | None:
    """Give the path of a slot's test file, or None when the template renders none."""
    section, _, rest = slot.id.partition(".")
    name = rest.partition(".")[0]
    if section == "flows":
        uses = next(flow.uses for flow in plan.spec.flows if flow.name == name)
        rule = plan.template.flows[uses].requires
    else:
        rule = plan.template.slots[section]
    there = {file.path for file in plan.files}
    wanted = rule.tests.replace("{name}", name)
    return next((path for path in there if path == wanted or path.endswith(f"/{wanted}")), None)
