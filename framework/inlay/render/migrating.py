"""One migration from the tables of one spec to those of another, up and down, as a file of its own."""

from dataclasses import asdict, dataclass

from inlay.catalog import Template
from inlay.render.changes import Change, about, change_between, steps_of
from inlay.render.context import context_of
from inlay.render.project import render_migration
from inlay.render.rendered import RenderedFile
from inlay.render.schema import schema_of
from inlay.render.shapes import Plain
from inlay.render.unfit import check_change
from inlay.spec.model import Spec

__all__ = ["Migration", "migration_between"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Migration:
    """What a database goes through when a project goes from one spec to another; `losses` are values that it drops."""

    spec: Spec
    up: Change
    down: Change
    outbox: tuple[bool, bool]

    @property
    def losses(self) -> tuple[str, ...]:
        """The columns and tables whose values go."""
        columns = [f"{step.table}.{column.name}" for step in self.up.altered for column in step.dropped]
        return (*columns, *(table.name for table in self.up.dropped))

    @property
    def demands(self) -> tuple[str, ...]:
        """The columns that take less than before."""
        return tuple(f"{step.table}.{name}" for step in self.up.altered for name in step.demanding)

    @property
    def steps(self) -> tuple[str, ...]:
        """What is done on the way up, in words."""
        made = _outbox(*self.outbox)
        return (*steps_of(self.up), *([f"{made} outbox_events"] if made else []))

    def render(self, template: Template, number: int, previous: str, pyproject: str) -> RenderedFile:
        """Give the file that stands behind the revision `previous`."""
        steps = self.steps
        slug = steps[0] if len(steps) == 1 else f"change {about(self.up)}"
        revision, words = f"{number:04}", ", ".join(steps)
        plain: Plain = {
            "name": f"{revision}_{slug.replace(' ', '_')}",
            "revision": revision,
            "previous": previous,
            "words": f"{words[0].upper()}{words[1:]}.",
            "up": asdict(self.up),
            "down": asdict(self.down),
            "outbox": {"up": _outbox(*self.outbox), "down": _outbox(*reversed(self.outbox))},
        }
        return render_migration(template, context_of(self.spec), plain, pyproject)


def _outbox(before: bool, after: bool) -> str:
    return "" if before == after else "create" if after else "drop"


def migration_between(before: Spec, after: Spec) -> Migration | None:
    """Compare the tables of two specs; None where they are the same.

    Raises `SpecInvalid` with every change that rows which are there would not survive.
    """
    contexts = context_of(before), context_of(after)
    old, new = (schema_of(context) for context in contexts)
    events = tuple(any("emits" in flow["settings"] for flow in context["flows"]) for context in contexts)
    up = change_between(old, new)
    check_change(up, after)
    if up.is_empty and events[0] == events[1]:
        return None
    return Migration(spec=after, up=up, down=change_between(new, old), outbox=(events[0], events[1]))
