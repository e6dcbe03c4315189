"""The confusion table as data and as Markdown; every share stands beside its denominator."""

from collections.abc import Sequence
from dataclasses import asdict

from inlay_eval.counted import share_of
from inlay_eval.gates.table import Confusion, Table

__all__ = ["gate_figures", "gate_markdown"]

_MOST_NAMED = 20


def gate_figures(table: Table) -> dict[str, object]:
    """Give the table as plain data, with its shares."""
    plain = asdict(table)
    for row, counted in zip(plain["rows"], table.rows, strict=True):
        row["precision"] = counted.right_accepted / counted.accepted if counted.accepted else None
        row["wrong_let_through"] = counted.wrong_accepted / counted.wrong if counted.wrong else None
    return {"inlay_eval": 1, **plain}


def gate_markdown(table: Table) -> str:
    """Give the table as Markdown."""
    whole = table.rows[0]
    known = whole.right + whole.wrong
    lines = [
        "# Gates against an adversary",
        "",
        f"* References refused: {len(table.references_refused)} of {table.references} (none may be).",
        f"* Bodies of the adversary: {known} of a known truth, {share_of(whole.wrong, known)} of them wrong;"
        f" {whole.open_accepted + whole.open_refused} open, which pass every case and yet part from the reference.",
        f"* Wrong bodies accepted: {share_of(whole.wrong_accepted, whole.wrong)},"
        f" in {table.slots_with_wrong_accepted} of {table.slots} slots.",
        f"* Right bodies refused: {share_of(whole.right_refused, whole.right)}.",
        f"* Precision of what is accepted of the adversary's bodies: {share_of(whole.right_accepted, whole.accepted)};"
        f" with the open ones counted as wrong"
        f" {share_of(whole.right_accepted, whole.accepted + whole.open_accepted)}.",
    ]
    if table.references_refused:
        lines += ["", "Refused references:", "", *(f"* {each}" for each in table.references_refused[:_MOST_NAMED])]
    for kind in dict.fromkeys(row.kind for row in table.rows):
        lines += ["", f"## {kind}", "", *_rows([row for row in table.rows if row.kind == kind])]
    lines += ["", "## Families of wrong bodies", "", "| family | wrong | accepted |", "|---|---:|---:|"]
    lines += [f"| {each.family} | {each.wrong} | {share_of(each.accepted, each.wrong)} |" for each in table.families]
    return "\n".join([*lines, ""])


def _rows(rows: Sequence[Confusion]) -> list[str]:
    head = ["gates", "right accepted", "right refused", "wrong accepted", "wrong refused", "open accepted", "precision"]
    lines = [f"| {' | '.join(head)} |", "|---|---:|---:|---:|---:|---:|---:|"]
    for row in rows:
        cells = [
            row.gates,
            share_of(row.right_accepted, row.right),
            share_of(row.right_refused, row.right),
            share_of(row.wrong_accepted, row.wrong),
            share_of(row.wrong_refused, row.wrong),
            f"{row.open_accepted} of {row.open_accepted + row.open_refused}",
            share_of(row.right_accepted, row.accepted),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines
