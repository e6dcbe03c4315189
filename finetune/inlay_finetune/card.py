"""Write a model card from an evaluation, with what only people can tell of the model from a file of notes."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from inlay.errors import UsageError

__all__ = ["card_text", "read_evaluation", "read_notes", "write_card"]

_SPLITS = {
    "schema": "entities and fields that occur in no training data",
    "wording": "wordings that occur in no training data",
    "trade": "trades, people's own sentences and programs that occur in no training data",
    "composition": "pairs of ideas that no pattern has together in training (slots written by hand may have them)",
    "pattern": "ideas that no pattern has in training (slots written by hand may have them); in no average",
    "noise": "kinds of noise around the rule (an old value, a worked example, a paragraph of law, what is not meant) "
    "that occur in no generated training data",
}


def _share(hits: int, seen: int) -> str:
    return f"{100 * hits / seen:.0f} %" if seen else "–"


def _families(by_tag: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Add up the patterns, whose tags are `family.pattern`, by family."""
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for tag, (hits, seen) in by_tag.items():
        if "." in tag:
            family = tag.partition(".")[0]
            found[family] = (found[family][0] + hits, found[family][1] + seen)
    return dict(sorted(found.items()))


def _totals(splits: Mapping[str, Any]) -> Iterator[str]:
    yield "| held out | samples | exact | right tokens | loss |"
    yield "|---|---|---|---|---|"
    for name, score in splits.items():
        meaning = _SPLITS.get(name, name)
        right, exact = f"{100 * score['accuracy']:.1f} %", f"{100 * score['exact']:.1f} %"
        yield f"| {meaning} | {score['branches']} | {exact} | {right} | {score['loss']:.3f} |"


def _not_held_out(splits: Mapping[str, Any]) -> Iterator[str]:
    """Say what was not measured, and what no split holds out."""
    yield ""
    if missing := ", ".join(name for name in _SPLITS if name not in splits):
        yield f"Not measured: {missing}. What has no row here was not held out: the model may have been trained on it."
    yield "No split holds out a register, a frame of queries, a number of tiers or a depth."


def _by_family(splits: Mapping[str, Any]) -> Iterator[str]:
    tables = {name: _families(score["by_tag"]) for name, score in splits.items()}
    yield f"| category | {' | '.join(f'{name}: exact | samples' for name in tables)} |"
    yield "|---" * (1 + 2 * len(tables)) + "|"
    for family in sorted({family for table in tables.values() for family in table}):
        cells = [table.get(family, (0, 0)) for table in tables.values()]
        yield f"| {family} | {' | '.join(f'{_share(*cell)} | {cell[1]}' for cell in cells)} |"


def _begun(base: Mapping[str, Any] | None) -> str:
    if base is None:
        return "trained from nothing to fill typed slots."
    layers = f"the first {base['layers']} layers of {base['name']} ({base['licence']}; this training changed them)"
    return f"trained to fill typed slots from {layers}."


def card_text(evaluation: Mapping[str, Any], notes: str = "") -> str:
    """Give the card of a model as Markdown; `notes` stand as they are between what it is and what was measured."""
    shape, data, spent = evaluation["shape"], evaluation["data"], evaluation["training"]
    prompts = ", ".join(f"{name}@{version}" for name, version in sorted(data["prompts"].items()))
    size = f"{shape['layers']} layers of {shape['width']}, vocabulary {shape['vocabulary']}, context {shape['context']}"
    lines = [
        f"# {evaluation['name']}",
        "",
        f"A Llama of {evaluation['parameters'] / 1e6:.1f} million parameters ({size}), Q8_0,",
        _begun(evaluation.get("base")),
        "",
        f"* Data: {data['records']:,} generated records, seed {data['seed']}; no text from anywhere else.",
        f"* Prompts it was trained on, and the only ones that it may be asked: {prompts}.",
        f"* Training: {spent['step']:,} steps, {spent['tokens'] / 1e6:.1f} million tokens, "
        f"{spent['elapsed'] / 60:.0f} minutes.",
        "",
        *([notes.strip(), ""] if notes.strip() else []),
        "## What it can do",
        "",
        "Exact: greedy decoding gives the expected code to the letter. Other right code counts as wrong here, so the",
        "share of slots that pass their gates differs.",
        "",
        *_totals(evaluation["splits"]),
        *_not_held_out(evaluation["splits"]),
        "",
        *_by_family(evaluation["splits"]),
        "",
        "## What it cannot do",
        "",
        "Anything that is not a slot of these kinds: it holds no conversation and knows no library. Wordings far from",
        "the patterns of its data give wrong code; the gates, not the model, decide what is delivered.",
    ]
    return "\n".join(lines) + "\n"


def read_notes(path: Path) -> str:
    """Read a file of notes; raises `UsageError` for what is no file of text, or says nothing."""
    notes = _read(path)
    if not notes.strip():
        raise UsageError(f"{path} is empty", hint="write what people must know of the model, or leave --notes out")
    return notes


def read_evaluation(path: Path) -> dict[str, Any]:
    """Read what `inlay finetune embedded-model` has measured; raises `UsageError` for any other file."""
    hint = "give the evaluation.json that `inlay finetune embedded-model` left in its folder"
    try:
        evaluation: dict[str, Any] = json.loads(_read(path))
    except json.JSONDecodeError as fault:
        raise UsageError(f"{path}:{fault.lineno}:{fault.colno}: not JSON: {fault.msg}", hint=hint) from fault
    try:
        card_text(evaluation)
    except KeyError as fault:
        raise UsageError(f"{path} is no evaluation: {fault} is missing", hint=hint) from fault
    except (TypeError, ValueError, AttributeError) as fault:
        raise UsageError(f"{path} is no evaluation: {fault}", hint=hint) from fault
    return evaluation


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}", hint="name a file that is there") from fault
    except UnicodeDecodeError as fault:
        raise UsageError(f"{path} is no UTF-8 text: byte {fault.start}", hint="save it as UTF-8") from fault


def write_card(evaluation: Mapping[str, Any], path: Path, notes: str = "") -> None:
    """Write the card of a model."""
    path.write_text(card_text(evaluation, notes), encoding="utf-8")
