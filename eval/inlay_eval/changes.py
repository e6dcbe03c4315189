"""Says in words what changed from one run to another."""

from collections.abc import Mapping, Sequence

from inlay_eval.comparing import Comparison, Measured
from inlay_eval.metrics import Difference

__all__ = ["comparison_text"]

_MOST_NAMED = 20


def comparison_text(found: Comparison) -> str:
    """Say what changed."""
    lines = [f"{found.suite}: {_gap(found.difference)}"]
    lines += [f"accepted and wrong: {_gap(found.wrong)}"] if found.wrong else []
    lines += [f"{each.name}: {_gap(each.difference)}{_told_only(each)}" for each in found.measured]
    lines.append(_said(found))
    groups: Mapping[str, Sequence[str]] = {
        "mended": found.mended,
        "broken": found.broken,
        **{f"less {each.name}": each.broken for each in found.measured if each.counted},
        "judged before, and not now": found.lost,
        "judged after only": found.only_after,
    }
    for name, cases in groups.items():
        more = f" and {len(cases) - _MOST_NAMED} more" if len(cases) > _MOST_NAMED else ""
        lines += [f"{name} ({len(cases)}): {', '.join(cases[:_MOST_NAMED])}{more}"] if cases else []
    return "\n".join(lines)


def _gap(gap: Difference) -> str:
    return (
        f"{100 * gap.value:+.2f} points over {gap.count} cases "
        f"(95 % interval {100 * gap.low:+.2f} to {100 * gap.high:+.2f}, p = {gap.p:.3g})"
    )


def _told_only(measured: Measured) -> str:
    return "" if measured.counted else "; told only, never a regression"


def _said(found: Comparison) -> str:
    if found.difference.worse:
        return "worse, beyond chance"
    if found.wrong is not None and found.wrong.better:
        return "more is accepted and wrong, beyond chance"
    if found.fallen:
        return f"less {' and '.join(found.fallen)}, beyond chance"
    if found.lost:
        return "not all can be judged that could be before"
    return "better, beyond chance" if found.difference.better else "no certain change"
