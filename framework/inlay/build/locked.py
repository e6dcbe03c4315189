"""What a lock says about the slots of a project."""

from inlay.build.report import SlotReport
from inlay.catalog import Template
from inlay.project.lock import Lock

__all__ = ["WAITING", "locked_reports", "other_template", "stub_tests"]

WAITING = frozenset({"stub", "conflict"})
"""The states of slots without a body that the gates have let pass."""


def locked_reports(lock: Lock) -> tuple[SlotReport, ...]:
    """Say for each slot how it came out when it was locked."""
    return tuple(
        SlotReport(
            slot=name, kind=slot.kind, state=slot.state, backend=slot.backend, attempts=slot.attempts, cached=True
        )
        for name, slot in sorted(lock.slots.items())
    )


def stub_tests(lock: Lock) -> frozenset[str]:
    """Give the test files that wait for a body: those of stubs, and of slots whose body by hand was refused."""
    return frozenset(test.path for slot in lock.slots.values() if slot.state in WAITING for test in slot.tests)


def other_template(lock: Lock, template: Template) -> tuple[str, ...]:
    """Say that a project was made from another state of its template, whose checks may ask for what it has not."""
    if lock.template_digest == template.digest:
        return ()
    return (
        f"the template {lock.template} is not as it was when this project was made "
        f"({lock.template_digest[:12]} then, {template.digest[:12]} now): the checks are those of now; "
        "`inlay update` brings the rest, `--catalog` names the catalog of then",
    )
