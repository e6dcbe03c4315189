"""Seeds: slots written by hand, each in several wordings with the body that is right, one file of them per trade.

A file is the `entities`, `rules` and `queries` of a spec; an entry has a list of sentences in `does` and a `body`
in place of examples. Drop a file into `seeds/` and its slots are trained on, under other names and in other company.
A file of the same name in `seeds/chinese/` says in Chinese what its slots do: a list of sentences for each.

Run as `python -m inlay_finetune.synthetic.seeds FILE...` to have bodies judged and wordings compared.
"""

import ast
import re
import tempfile
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from inlay.contract import Contract, Entity, reachable
from inlay.errors import InlayError, SpecInvalid
from inlay.gates import gates_for
from inlay.linking import in_english
from inlay.prompts.prompt import Prompt
from inlay.prompts.registry import load_prompt
from inlay.slot import Slot
from inlay.spec import load_spec
from inlay.spec.model import Query, Rule
from inlay_finetune.synthetic.draft import LONGEST, MARKED_CONSTANT, Draft
from inlay_finetune.synthetic.marking import marked
from inlay_finetune.synthetic.spelling import spelt, value_of

__all__ = ["Seed", "chinese_drafts_of", "drafts_of", "read_seeds", "seed_files"]

_FOLDER = Path(__file__).parent / "seeds"
_HEAD = {"inlay": 1, "template": "fastapi-service", "name": "seeds", "description": "Seeds."}
_COMMENTED = re.compile(r"""\s*- (?!["'|>]).*\s#""")
_SMALL = frozenset(map(Decimal, (1, 2, 3, 4, 7, 10, 12, 24, 60)))
_JUDGES = ("syntax", "contract", "policy", "redundant", "types", "properties", "engines")


@dataclass(frozen=True, slots=True)
class Seed:
    """One slot written by hand: its contract, the ways to ask for it in English and in Chinese, and its body as plain code."""

    trade: str
    id: str
    contract: Contract
    wordings: tuple[str, ...]
    body: str
    chinese: tuple[str, ...] = ()


def seed_files() -> list[Path]:
    """Give the files of all trades, in a fixed order."""
    return sorted(_FOLDER.glob("*.yaml"))


@cache
def read_seeds(path: Path) -> tuple[Seed, ...]:
    """Read the seeds of one trade.

    Raises:
        SpecInvalid: The entities, a contract or a sentence are not what a spec may hold.
        InlayError: An entry lacks its sentences or its body.
    """
    document = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    entries = {
        f"{section}.{name}": entry
        for section in ("rules", "queries")
        for name, entry in document.get(section, {}).items()
    }
    written = {slot: _written(path, slot, entry) for slot, entry in entries.items()}
    contracts = _contracts(path, document)
    chinese = _in_chinese(path.parent / "chinese" / path.name, set(entries))
    return tuple(
        Seed(path.stem, slot, contracts[slot], *texts, chinese.get(slot, ())) for slot, texts in written.items()
    )


def _in_chinese(path: Path, slots: Set[str]) -> dict[str, tuple[str, ...]]:
    """Read what the slots of a trade do in Chinese; nothing for a trade of which nobody has said it."""
    if not path.exists():
        return {}
    document = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    said = {f"{section}.{name}": entry for section in document for name, entry in document[section].items()}
    for slot, sentences in said.items():
        if slot not in slots:
            raise InlayError(f"{path}: there is no slot {slot} in the file of this trade", hint="correct its name")
        if not isinstance(sentences, list) or not all(isinstance(each, str) for each in sentences):
            raise InlayError(f"{path}: {slot} is not a list of sentences", hint="quote a sentence that holds ': '")
    return {slot: tuple(" ".join(each.split()) for each in sentences) for slot, sentences in said.items()}


def _written(path: Path, slot: str, entry: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    does, body = entry.pop("does", None), entry.pop("body", None)
    if not isinstance(does, list) or not all(isinstance(each, str) for each in does) or not isinstance(body, str):
        raise InlayError(
            f"{path}: {slot} lacks a list of sentences in `does`, or a `body`", hint="quote a sentence that holds ': '"
        )
    entry["does"] = " ".join(does[0].split())
    return tuple(" ".join(each.split()) for each in does), body.strip("\n")


def _contracts(path: Path, document: dict[str, Any]) -> dict[str, Contract]:
    with tempfile.TemporaryDirectory() as folder:
        spec_path = Path(folder) / path.name
        text = yaml.safe_dump({**_HEAD, **document}, sort_keys=False, allow_unicode=True)
        spec_path.write_text(text, encoding="utf-8")
        spec = load_spec(spec_path)
    found = {f"queries.{each.name}": _contract(each, "sql-query", spec.entities) for each in spec.queries}
    for rule in spec.rules:
        seen = reachable((*(parameter.type for parameter in rule.takes), rule.returns), spec.entities)
        found[f"rules.{rule.name}"] = _contract(rule, "python-function", seen)
    return found


def _contract(entry: Rule | Query, kind: str, entities: tuple[Entity, ...]) -> Contract:
    return Contract(name=entry.name, kind=kind, parameters=entry.takes, result=entry.returns, entities=entities)


def drafts_of(seed: Seed) -> Iterator[Draft]:
    """Give a draft for each English wording of a seed."""
    return _drafts(seed, seed.wordings, (f"seeds.{seed.trade}",))


def chinese_drafts_of(seed: Seed) -> Iterator[Draft]:
    """Give a draft for each Chinese wording of a seed, read word by word as a prompt shows it."""
    read = (in_english(each, seed.contract) for each in seed.chinese)
    return _drafts(seed, read, (f"seeds.{seed.trade}", "chinese"))


def _drafts(seed: Seed, wordings: Iterable[str], tags: tuple[str, ...]) -> Iterator[Draft]:
    contract = seed.contract
    for wording in wordings:
        yield Draft(
            name=contract.name,
            takes=contract.parameters,
            returns=contract.result,
            does=wording,
            body=marked(seed.body, contract, _names(contract), wording),
            tags=tags,
            kind=contract.kind,
        )


@cache
def _prompt(kind: str) -> Prompt:
    return load_prompt(kind, "1", "compact")


@cache
def _names(contract: Contract) -> frozenset[str]:
    references = _prompt(contract.kind).compact(contract, "", seed=0).references
    return frozenset(value for token, value in references.items() if token.startswith("<n"))


def _faults(path: Path) -> Iterator[str]:
    """Say what is wrong with the seeds of a file: bodies that a gate refuses, wordings that state less than others."""
    seeds = read_seeds(path)
    for written in (path, path.parent / "chinese" / path.name):
        yield from _cut_sentences(written)
    for seed in seeds:
        slot = Slot(
            id=seed.id, kind=seed.contract.kind, contract=seed.contract, sentence=seed.wordings[0], file=seed.id
        )
        refusals = (gate.judge(slot, [seed.body])[0] for gate in gates_for(slot.kind) if gate.name in _JUDGES)
        refusal = next((verdict for verdict in refusals if not verdict.passed), None)
        if refusal is not None:
            yield f"{seed.id}: refused by {refusal.gate}: {refusal.reason} {refusal.counterexample}"
        if seed.contract.kind == "python-function" and _is_wrapped(seed.body):
            yield f"{seed.id}: a statement goes over several lines: a decoder writes each in one"
        yield from _odd_wordings(seed)


def _cut_sentences(path: Path) -> Iterator[str]:
    """Say which sentences YAML reads only the beginning of."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for number, line in enumerate(lines, 1):
        if _COMMENTED.match(line):
            yield f"{path.name}:{number}: what stands behind ` #` is a comment: quote the sentence"


def _is_wrapped(body: str) -> bool:
    simple = (ast.AnnAssign, ast.Assign, ast.AugAssign, ast.Expr, ast.Return)
    return any(isinstance(node, simple) and node.lineno != node.end_lineno for node in ast.walk(ast.parse(body)))


def _odd_wordings(seed: Seed) -> Iterator[str]:
    drafts = [*drafts_of(seed), *chinese_drafts_of(seed)]
    stated = [[each for each in MARKED_CONSTANT.findall(draft.body) if _must_be_said(each)] for draft in drafts]
    fullest = max(stated, key=len)
    for number, (draft, constants) in enumerate(zip(drafts, stated, strict=True), 1):
        if len(constants) < len(fullest):
            yield f"{seed.id}: wording {number} does not state {', '.join(each for each in fullest if each not in constants)}: {draft.does}"
        if len(draft.does) > LONGEST:
            yield f"{seed.id}: wording {number} is longer than {LONGEST} characters"
        references = _prompt(draft.kind).compact(seed.contract, draft.does, seed=0).references
        if spelt(draft.body, references) is None:
            yield f"{seed.id}: wording {number}: its prompt has no token for a name of the body"


def _must_be_said(constant: str) -> bool:
    """Say whether every wording has to state a constant: `a`, `twice`, `half` and `a tenth` state small ones too."""
    value = value_of(constant)
    return isinstance(value, Decimal) and value not in _SMALL


def main(files: Annotated[list[Path], typer.Argument(help="Files of seeds.")]) -> None:
    """Judge the bodies of seeds by the gates and compare their wordings; exit 1 when something is to be mended."""
    wrong = 0
    for path in files:
        try:
            faults = list(_faults(path))
        except SpecInvalid as error:
            faults = [str(fault) for fault in error.faults]
        except (InlayError, yaml.YAMLError) as error:
            faults = [str(error)]
        wrong += len(faults)
        typer.echo("\n".join([f"{path.name}: {len(faults)} to mend", *(f"  {fault}" for fault in faults)]))
    raise typer.Exit(1 if wrong else 0)


if __name__ == "__main__":
    typer.run(main)
