"""Measures filling against the raw prefill and decode of the same tokens by the same library: `make bench`.

One greedy candidate a slot. Raw time and filling are taken in turn within one process; medians over rounds count.
"""

import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from llama_cpp import Llama

from inlay.backends import open_backend
from inlay.backends.llama.library import library
from inlay.fill import FillSettings, fill_slot
from inlay.gates import gates_for
from inlay.journal import Journal
from inlay.plan import plan_of
from inlay.prompts.registry import load_prompt
from inlay.resources import embedded_model
from inlay.slot import Slot

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "samples" / "orders" / "spec.yaml"
ROUNDS = 5


@dataclass(frozen=True)
class Round:
    """Seconds for all slots together."""

    raw: float
    backend: float
    gates: float
    filling: float


def raw_seconds(model: Llama, prompt: list[int], answer: list[int]) -> float:
    """Prefill a prompt and decode an answer token by token, nothing else."""
    start = time.perf_counter()
    model.reset()
    model.eval(prompt)
    for token in answer:
        model.eval([token])
    return time.perf_counter() - start


def one_round(slots: tuple[Slot, ...], model: Llama, settings: FillSettings) -> Round:
    """Fill every slot once with a fresh backend, then decode the same tokens raw."""
    raw = backend_seconds = gates = filling = 0.0
    backend = open_backend("embedded")
    with Journal() as journal:
        for slot in slots:
            start = time.perf_counter()
            result = fill_slot(slot, [backend], gates_for(slot.kind), settings, journal)
            filling += time.perf_counter() - start
            backend_seconds += result.usage.seconds
            gates += result.gate_seconds
            prompt = load_prompt(slot.kind, settings.prompt, "compact").render(slot)
            tokens = model.tokenize(prompt.text.encode(), add_bos=False, special=True)
            answer = model.tokenize(result.attempts[0].raw.encode(), add_bos=False, special=True)
            raw += raw_seconds(model, tokens, answer)
    backend.close()
    return Round(raw, backend_seconds, gates, filling)


def main() -> None:
    """Measure and print."""
    slots = plan_of(SPEC).slots
    library()  # Opens models as the backend does.
    model = Llama(str(embedded_model()), n_ctx=2048, n_threads=1, n_threads_batch=1, verbose=False)
    settings = FillSettings(batches=())
    one_round(slots, model, settings)
    rounds = [one_round(slots, model, settings) for _ in range(ROUNDS)]
    model.close()

    def median(part: str) -> float:
        return statistics.median(getattr(each, part) for each in rounds)

    raw = median("raw")
    lines = [
        f"{len(slots)} slots, one greedy candidate each, median of {ROUNDS} rounds",
        f"raw prefill and decode   {raw * 1000:7.0f} ms",
        f"the backend              {median('backend') * 1000:7.0f} ms  {median('backend') / raw:.2f} x raw",
        f"gates                    {median('gates') * 1000:7.0f} ms",
        f"filling without gates    {(median('filling') - median('gates')) * 1000:7.0f} ms  "
        f"{(median('filling') - median('gates')) / raw:.2f} x raw",
        f"filling with all gates   {median('filling') * 1000:7.0f} ms  {median('filling') / raw:.2f} x raw",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
