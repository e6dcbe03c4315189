"""The confusion table of the gates: an adversary's wrong bodies, what they are in truth, and what each gate says."""

from inlay_eval.gates.adversary import Candidate, Family, candidates_for
from inlay_eval.gates.bench import Judged, judge_slot
from inlay_eval.gates.reporting import gate_figures, gate_markdown
from inlay_eval.gates.run import run_gates
from inlay_eval.gates.table import Confusion, Table, tabulate

__all__ = [
    "Candidate",
    "Confusion",
    "Family",
    "Judged",
    "Table",
    "candidates_for",
    "gate_figures",
    "gate_markdown",
    "judge_slot",
    "run_gates",
    "tabulate",
]
