"""The slots of specs with what stands beside them: hidden cases in `<name>.hidden.yaml`, marks in `<name>.marks.yaml`.

A mark is a word by which figures are told apart, such as how hard a slot is or how its sentence is worded:
`wording: terse` for all slots of a spec, or `difficulty: {rules.total: easy}` slot by slot. The same slots may be asked
for in another language: `<name>.zh.yaml` gives a sentence for each, as `rules.total: 订单总额`.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

import inlay_eval
from inlay.catalog import load_template
from inlay.errors import UsageError
from inlay.linking import is_chinese
from inlay.plan import make_plan
from inlay.slot import Slot
from inlay.spec import load_spec
from inlay_eval.slotbench.hidden import hidden_cases
from inlay_eval.slotbench.references import references_of

__all__ = [
    "LANGUAGE",
    "SHIPPED",
    "Case",
    "cases_in",
    "digest_of_specs",
    "shipped_specs",
    "slots_with_hidden_cases",
    "specs_in",
]

LANGUAGE = "language"
SHIPPED = "tests/framework/heldout"
_WORDING = "wording"
_KINDS = ("hidden", "marks", "reference")


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One slot, the same slot with its hidden cases for examples, its marks, and the name of its spec.

    The `reference` is a right body, where one stands beside the spec.
    """

    spec: str
    slot: Slot
    hidden: Slot | None
    reference: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)


def specs_in(paths: Sequence[Path]) -> list[Path]:
    """Give the specs among files and in folders, without what stands beside them.

    Raises:
        UsageError: A file or folder is not there, or what is named like something beside a spec is nothing of the kind.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist", hint="give specs, or folders that hold them")
    found = [inner for path in paths for inner in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
    for path in found:
        _check_name(path)
    return [path for path in found if "." not in path.stem]


def _check_name(path: Path) -> None:
    """Refuse a name with a dot in it by which a file would be left out in silence."""
    name, _, kind = path.stem.partition(".")
    if kind and not path.with_name(f"{name}.yaml").is_file():
        raise UsageError(
            f"{path} stands beside no spec: there is no {name}.yaml",
            hint="name it after its spec; a spec itself has no dot before .yaml",
        )
    near = [] if kind in _KINDS else get_close_matches(kind, _KINDS, n=1)
    if near:
        raise UsageError(f"{path} is nothing that is read", hint=f"did you mean {name}.{near[0]}.yaml?")


def digest_of_specs(specs: Sequence[Path], language: str = "") -> str:
    """Give a digest of specs with all that stands beside them, asked for in a language."""
    digest = hashlib.sha256()
    kinds = ["", *(f".{kind}" for kind in _KINDS), *([f".{language}"] if language else [])]
    for path in specs:
        for beside in (path.with_name(f"{path.stem}{kind}.yaml") for kind in kinds):
            digest.update(f"{beside.name}\0".encode() + (beside.read_bytes() if beside.is_file() else b"") + b"\0")
    return digest.hexdigest()


def shipped_specs() -> tuple[Path, ...]:
    """Give the folder of the slots that come with inlay's source; nothing where only its packages are installed."""
    folder = Path(inlay_eval.__file__).resolve().parents[2] / SHIPPED
    return (folder,) if folder.is_dir() else ()


def cases_in(path: Path, language: str = "") -> list[Case]:
    """Give every slot of a spec with its hidden cases and its marks, asked for in a language other than the spec's.

    What is marked about the wording holds for the spec's own sentences alone.

    Raises:
        UsageError: The marks, or the sentences in that language, are not those of this spec.
        DataInvalid: The hidden cases or the references are not those of this spec.
    """
    name = load_spec(path).name
    pairs = list(slots_with_hidden_cases(path))
    references = references_of(path, [slot.id for slot, _ in pairs])
    marks = _marks(path.with_suffix(".marks.yaml"), [slot.id for slot, _ in pairs])
    if language:
        said = _sentences(path.with_name(f"{path.stem}.{Path(language).name}.yaml"), [slot.id for slot, _ in pairs])
        pairs = [(replace(slot, sentence=said[slot.id]), hidden) for slot, hidden in pairs]
        marks = {mark: of for mark, of in marks.items() if mark != _WORDING}
    return [
        Case(
            spec=name,
            slot=slot,
            hidden=hidden,
            reference=references.get(slot.id, ""),
            marks={LANGUAGE: _language(slot.sentence), **{mark: of[slot.id] for mark, of in marks.items()}},
        )
        for slot, hidden in pairs
    ]


def slots_with_hidden_cases(path: Path) -> Iterator[tuple[Slot, Slot | None]]:
    """Give each slot of a spec and, where it has hidden cases, the same slot with these for examples.

    Raises:
        DataInvalid: The hidden cases are not those of this spec.
    """
    spec = load_spec(path)
    slots = make_plan(spec, load_template(spec.template)).slots
    hidden_path = path.with_suffix(".hidden.yaml")
    hidden = hidden_cases(hidden_path, spec, slots) if hidden_path.is_file() else {}
    for slot in slots:
        yield slot, replace(slot, examples=hidden[slot.id]) if slot.id in hidden else None


def _language(sentence: str) -> str:
    """Say what a sentence is written in, as far as its signs tell; marks may say it better."""
    return "zh" if is_chinese(sentence) else "en"


def _sentences(path: Path, slots: Collection[str]) -> dict[str, str]:
    import yaml
    from pydantic import TypeAdapter, ValidationError

    hint = "give a sentence for every slot of the spec, as `rules.total: 订单总额`"
    try:
        said = TypeAdapter(dict[str, str]).validate_python(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} holds no sentences: {_why(error)}", hint=hint) from error
    if said.keys() != set(slots):
        odd = ", ".join(sorted(said.keys() ^ set(slots))[:8])
        raise UsageError(f"{path}: its slots are not those of the spec: {odd}", hint=hint)
    return said


def _marks(path: Path, slots: Collection[str]) -> dict[str, dict[str, str]]:
    """Give for each mark the word of every slot."""
    import yaml
    from pydantic import TypeAdapter, ValidationError

    if not path.is_file():
        return {}
    try:
        read = yaml.safe_load(path.read_text("utf-8"))
        found = TypeAdapter(dict[str, str | dict[str, str]]).validate_python(read or {})
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} holds no marks: {_why(error)}", hint="write `wording: terse`, or `difficulty: {rules.total: easy}`"
        ) from error
    return {mark: _of_every_slot(path, mark, said, slots) for mark, said in found.items()}


def _why(error: Exception) -> str:
    """Say in one line what is wrong with a file."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False)[0]
    return f"{first['loc'][0]}: {first['msg']}" if first["loc"] else first["msg"]


def _of_every_slot(path: Path, mark: str, said: str | Mapping[str, str], slots: Collection[str]) -> dict[str, str]:
    if isinstance(said, str):
        return dict.fromkeys(slots, said)
    strange, bare = sorted(said.keys() - set(slots)), sorted(set(slots) - said.keys())
    if strange:
        raise UsageError(f"{path}: {mark} names {strange[0]}, which is no slot of the spec", hint=f"slots: {slots}")
    return {**dict(said), **dict.fromkeys(bare, "not marked")}
