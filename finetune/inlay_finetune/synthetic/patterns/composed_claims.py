"""Permissions, duties, definitions and questions put together from one to four claims of any sort."""

from dataclasses import dataclass

from inlay.contract import Parameter
from inlay_finetune.synthetic.draft import Draft
from inlay_finetune.synthetic.lexicon import words as listed
from inlay_finetune.synthetic.mention import entity_word
from inlay_finetune.synthetic.patterns.composed_terms import Scene, Term, flipped, scene, some_terms
from inlay_finetune.synthetic.patterns.parts import BOOL, brought_by, done, root_of, together
from inlay_finetune.synthetic.world import World

__all__ = ["PATTERNS", "used_by"]

_VERBS = tuple(
    verb.replace("_", " ")
    for verb in listed("dates.done")
    if verb not in ("due", "expires", "left", "arrived", "departed", "born")
)
_CALLED = (
    "overdue", "complete", "urgent", "eligible", "at risk", "ready", "late", "settled", "open", "in force", "critical",
    "exempt", "valid", "on hold", "suspicious", "in order", "due", "out of date", "covered", "blocked",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Shape:
    """How claims `a`, `b`, `c`, `d` are joined: the number of them and the code; plain ones may be a list."""

    key: str
    count: int
    code: str


_SHAPES = (
    (_Shape("one", 1, "{a}"), 2.5),
    (_Shape("both", 2, "{A} and {B}"), 4),
    (_Shape("three", 3, "{A} and {B} and {C}"), 2.5),
    (_Shape("four", 4, "{A} and {B} and {C} and {D}"), 0.5),
    (_Shape("either", 2, "{a_} or {b_}"), 2),
    (_Shape("any", 3, "{a_} or {b_} or {c_}"), 0.8),
    (_Shape("unless", 2, "{A} and {not_b}"), 3),
    (_Shape("both_unless", 3, "{A} and {B} and {not_c}"), 1.5),
    (_Shape("with_either", 3, "{A} and ({b_} or {c_})"), 1.5),
    (_Shape("or_both", 3, "{a_} or ({B} and {C})"), 1),
    (_Shape("neither", 2, "not ({a_} or {b_})"), 1.2),
    (_Shape("not_both", 2, "not ({A} and {B})"), 0.4),
    (_Shape("needed", 2, "{not_b} or {a_}"), 1.5),
)


def used_by(world: World, terms: list[Term]) -> tuple[Parameter, ...]:
    """Give the root's parameter and all that claims need, each once."""
    return together(root_of(world)[1], brought_by(*terms))


def _code(shape: _Shape, terms: list[Term]) -> str:
    marks: dict[str, str] = {}
    for letter, made in zip("abcd", terms, strict=False):
        marks |= {
            letter: made.code,
            f"{letter}_": made.choice,
            letter.upper(): made.whole,
            f"not_{letter}": flipped(made.code),
        }
    return shape.code.format(**marks)


def _words(here: Scene, shape: _Shape, terms: list[Term]) -> str:
    said = dict(zip("abcd", (made.words for made in terms), strict=False))
    return said["a"] if shape.key == "one" else here.dice.tell(f"composed_claims.joined.{shape.key}", **said)


def _framed(here: Scene, kind: str, shape: _Shape, terms: list[Term]) -> str:
    dice = here.dice
    one = entity_word(dice, here.world.root)
    phrases = {"one": one, "verb": dice.pick(_VERBS), "called": dice.pick(_CALLED)}
    often = {"needed": 0.6, "neither": 0.6, "unless": 0.6, "both": 0.25, "either": 0.4}.get(shape.key, 0)
    if dice.chance(often):
        said = dict(zip("ab", (made.words for made in terms), strict=True))
        return dice.tell(f"composed_claims.whole.{shape.key}", **said, **phrases)
    if shape.key in ("both", "three", "four") and dice.chance(0.3):
        mark = dice.pick(["; ", "; ", ", "])
        items = mark.join(made.words for made in terms)
        if dice.chance(0.35):
            items = " ".join(f"({at}) {made.words}" for at, made in enumerate(terms, 1))
        return dice.tell("composed_claims.listed", items=items, **phrases)
    return dice.tell(f"composed_claims.{kind}", words=_words(here, shape, terms), **phrases)


def _composed(world: World, kind: str) -> Draft | None:
    dice, here = world.dice, scene(world)
    shapes, weights = zip(*_SHAPES, strict=True)
    shape: _Shape = dice.weighted(shapes, weights)
    terms = some_terms(here, shape.count)
    if len(terms) < shape.count:
        return None
    does = _framed(here, kind, shape, terms)
    if len(does) > 380:
        return None
    own = {"permission": "may_go_on", "duty": "is_in_order", "definition": "counts_as"}.get(kind, "is_so")
    return done(own, used_by(world, terms), BOOL, does, f"return {_code(shape, terms)}", "R160", "R162")


def permission(world: World) -> Draft | None:
    """Something may be done when claims hold."""
    return _composed(world, "permission")


def duty(world: World) -> Draft | None:
    """Claims that must hold."""
    return _composed(world, "duty")


def definition(world: World) -> Draft | None:
    """What counts as what."""
    return _composed(world, "definition")


def question(world: World) -> Draft | None:
    """Whether claims hold."""
    return _composed(world, "question")


PATTERNS = (
    (permission, 14),
    (duty, 4),
    (definition, 7),
    (question, 3),
)
