"""Words as results, decided by an ordered list of claims of mixed sort: the first that holds counts."""

from dataclasses import dataclass

from inlay.contract import EnumType, Type
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, label
from inlay_finetune.synthetic.patterns.composed_claims import used_by
from inlay_finetune.synthetic.patterns.composed_terms import Scene, Term, scene, some_terms
from inlay_finetune.synthetic.patterns.parts import TEXT, done
from inlay_finetune.synthetic.world import World

__all__ = ["PATTERNS"]

_SETS = (
    ("critical", "high", "medium", "low", "none"), ("blocked", "late", "waiting", "running", "done"), ("red", "orange", "yellow", "green", "grey"),
    ("director", "manager", "supervisor", "clerk", "nobody"), ("freight", "courier", "parcel", "letter", "pickup"), ("void", "expired", "pending", "active", "new"),
    ("refuse", "escalate", "review", "approve", "skip"), ("platinum", "gold", "silver", "bronze", "basic"), ("emergency", "urgent", "soon", "normal", "deferred"),
    ("closed", "overdue", "due", "open", "planned"), ("lost", "damaged", "incomplete", "checked", "fine"), ("a", "b", "c", "d", "e"),
    ("full", "reduced", "symbolic", "free", "unknown"), ("hot", "warm", "mild", "cool", "cold"), ("same_day", "next_day", "this_week", "later", "on_request"),
    ("cancelled", "disputed", "unpaid", "partly_paid", "settled"), ("phone", "visit", "letter", "email", "nothing"), ("senior", "adult", "youth", "child", "infant"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Word:
    """A word to give: its code, and how it is said."""

    code: str
    said: str


def _given(dice: Dice, count: int) -> tuple[Type, list[_Word]]:
    """Draw different words in order, as values of an enum or as text, quoted or not."""
    pool = dice.pick(_SETS) if dice.chance(0.85) else tuple(dict.fromkeys(dice.invented() for _ in range(9)))[:5]
    kept = set(dice.some(pool, count))
    words = [word for word in pool if word in kept]
    if dice.chance(0.3):
        words = words[::-1]
    quoted = dice.chance(0.4) or pool[0] == "a"
    if dice.chance(0.6):
        return EnumType(tuple(words)), [
            _Word(f'"{name(word)}"', f'"{word}"' if quoted else label(word)) for word in words
        ]
    return TEXT, [_Word(f'"{constant(word)}"', f'"{word}"') for word in words]


def _told(here: Scene, terms: list[Term], words: list[_Word]) -> str:
    """Say claims and words in their order: as a chain of else, as a list whose first match counts, or the rest first."""
    dice, rest, one = here.dice, words[-1].said, entity_word(here.dice, here.world.root)
    style = dice.pick(["chain", "chain", "listed", "listed", "steps", "rest_first"])
    claims = [made.words for made in terms]
    if style == "steps":
        said = [dice.tell("composed_labels.step.first", x=words[0].said, a=claims[0])]
        following = zip(words[1:-1], claims[1:], strict=True)
        said += [dice.tell("composed_labels.step.next", x=word.said, a=claim) for word, claim in following]
        said.append(dice.tell("composed_labels.step.last", x=rest))
        return ". ".join(text[0].upper() + text[1:] for text in said)
    if style in ("chain", "rest_first"):
        first = dice.tell("composed_labels.chain.first", x=words[0].said, a=claims[0])
        form = dice.tell("composed_labels.chain.next", x="{x}", a="{a}")
        said = [form.format(x=word.said, a=claim) for word, claim in zip(words[1:-1], claims[1:], strict=True)]
        if style == "rest_first":
            return dice.tell("composed_labels.rest_first", rest=rest, pieces=", ".join([first, *said]))
        last = dice.tell("composed_labels.chain.last", x=rest)
        return dice.pick([", ", ", ", "; "]).join([first, *said, last])
    form = dice.tell("composed_labels.listed.piece", x="{x}", a="{a}")
    said = [form.format(x=word.said, a=claim) for word, claim in zip(words, claims, strict=False)]
    if dice.chance(0.3):
        said = [f"({at}) {text}" for at, text in enumerate(said, 1)]
    last = dice.tell("composed_labels.listed.last", x=rest)
    pieces = dice.pick(["; ", "; ", ", "]).join([*said, last])
    return dice.tell("composed_labels.listed.head", pieces=pieces, one=one)


def _labelled(world: World, count: int) -> Draft | None:
    here = scene(world)
    terms = some_terms(here, count)
    if len(terms) < count:
        return None
    returns, words = _given(world.dice, count + 1)
    if len(words) < count + 1:
        return None
    lines = [f"if {made.code}:\n    return {word.code}" for made, word in zip(terms, words, strict=False)]
    does = _told(here, terms, words)
    if len(does) > 390:
        return None
    body = "\n".join([*lines, f"return {words[-1].code}"])
    own = world.dice.pick(["state", "level", "priority", "route", "category", "status", "decision"])
    return done(f"{own}_of", used_by(world, terms), returns, does, body, "R250")


def two_ways(world: World) -> Draft | None:
    """One claim parts two words."""
    return _labelled(world, 1)


def three_ways(world: World) -> Draft | None:
    """Two claims in order and a rest."""
    return _labelled(world, 2)


def more_ways(world: World) -> Draft | None:
    """Three or four claims in order and a rest."""
    return _labelled(world, world.dice.pick([3, 3, 4]))


PATTERNS = (
    (two_ways, 3),
    (three_ways, 7),
    (more_ways, 8),
)
