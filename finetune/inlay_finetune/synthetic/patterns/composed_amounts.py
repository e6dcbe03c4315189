"""Amounts composed from a drawn base and one to three drawn steps, told as orders, noun phrases or definitions."""

import re

from inlay_finetune.synthetic.comparing import OPPOSITES
from inlay_finetune.synthetic.draft import Draft
from inlay_finetune.synthetic.mention import label
from inlay_finetune.synthetic.patterns.amount_parts import Parts, Piece
from inlay_finetune.synthetic.patterns.amount_steps import Running, Step, rounding, stepped
from inlay_finetune.synthetic.patterns.parts import ZERO, done, root_of
from inlay_finetune.synthetic.patterns.tails import spaced
from inlay_finetune.synthetic.world import World

__all__ = ["PATTERNS"]

_TERMS = (
    "amount_due charge payout final_price fee bill commission bonus premium cost settlement invoice_total to_pay "
    "reimbursement price_to_pay rent_due toll_due net_price compensation penalty benefit contribution"
).split()
_COUNT_TERMS = (
    "points available allowance units_left days_off score quota_left shortfall free_units entitlement".split()
)
_BOUNDS = ("least", "most", "zero", "between")
_FUSED = ("plus", "minus", "least", "most", "off", "on", "of")
_OPPOSITE = {**OPPOSITES, "is": "is not", "is not": "is"}
_OPERATOR = re.compile(r" (==|!=|>=|<=|<|>|is not|is) ")
_LOCAL = re.compile(r"<(run|maybe)>")


def _drawn(parts: Parts, count: int, *, rounds: bool) -> tuple[Piece, Running, list[Step]] | None:
    """Draw a base and so many steps."""
    base = parts.base()
    now, steps = Running(base.code, base.is_atom), list[Step]()
    if base.first:
        now = now.after(base.first)
    for number in range(count):
        last, before = number == count - 1, tuple(step.key for step in steps)
        taken = stepped(parts, now, before, last=last, ends=last and not rounds)
        if taken is None:
            return None
        now = taken[0]
        steps.append(taken[1])
    return base, now, steps


def _say(world: World, step: Step, form: str) -> str:
    words = world.dice.tell(f"composed_amounts.{step.key}.{form}", **step.phrases)
    return spaced(words) if form == "tail" else words


def _chain(world: World, term: str, base: Piece, steps: list[Step]) -> str:
    """Tell the steps as orders."""
    del term
    dice, orders = world.dice, [_say(world, step, "do") for step in steps]
    wide = any(step.is_conditional for step in steps)
    joint = dice.pick(["; ", ". Then ", ". "] if wide else [", ", ", ", "; ", ", then ", ". Then "])
    final = dice.pick(["; ", ". Finally, ", "; then "] if wide else [" and ", ", and ", " and then ", ", and finally "])
    if len(orders) == 1:
        return base.verb + dice.pick(["; ", ". Then "] if wide else [" and ", ", then ", ". Then ", "; "]) + orders[0]
    if joint == ". ":
        return _sentences([base.verb, *orders])
    return joint.join([base.verb, *orders[:-1]]) + final + orders[-1]


def _notes(world: World, term: str, base: Piece, steps: list[Step]) -> str:
    """Tell the base and the steps as somebody jots them down."""
    dice, joint = world.dice, world.dice.pick(["; ", "; ", "; then "])
    head = dice.pick([f"{term}: ", f"{term} = ", "", ""])
    return head + joint.join([base.words, *(_say(world, step, "note") for step in steps)])


def _sentences(said: list[str]) -> str:
    """Join sentences, each with its capital."""
    return ". ".join([said[0], *(f"{each[0].upper()}{each[1:]}" for each in said[1:])])


def _nested(world: World, term: str, base: Piece, steps: list[Step]) -> str:
    """Tell the steps behind a noun phrase, those after a condition or a limit as sentences."""
    dice, x, at, head = world.dice, base.words, 0, "nested"
    if steps[0].key in _FUSED and base.is_simple and dice.chance(0.45):
        x, at, head = _fused(world, x, steps[0]), 1, "fused"
    if not (at and steps[0].key in _BOUNDS):
        for step in steps[at:]:
            if at == len(steps) - 1 and step.key in _BOUNDS and dice.chance(0.35):
                x, at, head = _fused(world, x, step), at + 1, "fused"
                break
            at += 1
            tail = _say(world, step, "tail")
            x += f",{tail}" if tail[0] == " " and tail[1] != "(" and (at > 1 or not base.is_simple) else tail
            if step.is_conditional or step.key in _BOUNDS or (at < len(steps) and dice.chance(0.12)):
                break
    said = dice.tell(f"composed_amounts.{head if dice.chance(0.65) or head == 'fused' else 'term'}", x=x, t=term)
    rest = [_say(world, step, "tell") for step in steps[at:]]
    return _sentences([said.rstrip("?") if rest else said, *rest])


def _fused(world: World, x: str, step: Step) -> str:
    return world.dice.tell(f"composed_amounts.{step.key}.fuse", x=x, **step.phrases)


def _definition(world: World, term: str, base: Piece, steps: list[Step]) -> str:
    """Tell the base and each step as sentences."""
    dice = world.dice
    said = dice.tell("composed_amounts.bare", x=base.words, t=term)
    told = [_say(world, step, "tell") for step in steps]
    if len(told) > 1 and dice.chance(0.4):
        told = [*told[:-2], f"{told[-2]}{dice.pick(['; ', ', and then ', '; after that, '])}{told[-1]}"]
    return _sentences([said, *told])


def _guarded(parts: Parts, now: Running, said: str, term: str) -> tuple[Running, str] | None:
    """Put a case first in which it is zero or something else; the sentence may say so first or last."""
    dice, drawn = parts.world.dice, parts.claim()
    if drawn is None:
        return None
    test, claim = drawn
    zero, where = ZERO if parts.exact else "0", "first" if dice.chance(0.55) else "last"
    kind, words = (
        dice.weighted(["none", "other", "only"], (5, 3, 2)),
        {"claim": claim, "x": said.rstrip("?."), "t": term},
    )
    result = zero
    if kind == "only" and "\nif" in "\n".join(("", *now.lines)):
        where = "last"
    if kind == "other":
        piece = parts.piece("base")
        if piece.first:
            return None
        result, words["k"] = piece.code, piece.words
    does = dice.tell(f"composed_amounts.{kind}.{where}", **words)
    if kind == "only" and not now.lines:
        return Running(zero, True, (f"if {test}:\n    return {now.code}",)), does
    if kind == "only":
        test = _not(test)
    guard = f"if {test}:\n    return {result}"
    return (Running(now.code, now.is_atom, (guard, *now.lines)), does) if test else None


def _not(test: str) -> str:
    """Turn a test round; nothing when that takes more than another operator."""
    found = _OPERATOR.findall(test)
    if test.startswith("not "):
        return test.removeprefix("not ")
    if not found:
        return f"not {test}" if " " not in test else ""
    return _OPERATOR.sub(f" {_OPPOSITE[found[0]]} ", f"{test} ").rstrip() if len(found) == 1 else ""


def _numbered(body: str) -> str:
    """Number the locals behind those of the loops, in the order in which they appear."""
    if "<v0>" not in body:
        body = body.replace("<v1>", "<v0>")
    start = 2 if "<v1>" in body else int("<v0>" in body)
    order = list(dict.fromkeys(found[1] for found in _LOCAL.finditer(body)))
    return _LOCAL.sub(lambda found: f"<v{start + order.index(found[1])}>", body)


def _composed(world: World, parts: Parts, terms: list[str], count: int) -> Draft | None:
    dice, own = world.dice, world.dice.pick(terms)
    known = {field.name for entity in world.entities for field in entity.fields}
    rounds = parts.exact and dice.chance(0.22)
    drawn = _drawn(parts, count, rounds=rounds)
    if drawn is None or own in known | {each.name for each in parts.takes}:
        return None
    base, now, steps = drawn
    term = label(own) if own not in ("to_pay", "available") else "result"
    tell = dice.weighted([_chain, _nested, _definition, _notes], (3, 4, 3, 1))
    said = tell(world, term, base, steps)
    if rounds:
        now, words = rounding(parts, now, after=steps[-1].is_conditional)
        said = said.rstrip("?") + words
    if dice.chance(0.25):
        guarded = _guarded(parts, now, said, term)
        if guarded is None:
            return None
        now, said = guarded
    body = _numbered("\n".join([*now.lines, f"return {now.code}"]))
    root, owner = root_of(world)
    takes = (*(owner if f"{root}." in body else ()), *parts.takes)
    if not takes:
        return None
    return done(own, takes, parts.kind, said, body, "R245", *(f"step:{step.key}" for step in steps))


def composed(world: World) -> Draft | None:
    """An amount in two or three steps."""
    return _composed(world, Parts(world), _TERMS, world.dice.pick([2, 2, 3]))


def composed_once(world: World) -> Draft | None:
    """An amount in one step."""
    return _composed(world, Parts(world), _TERMS, 1)


def composed_count(world: World) -> Draft | None:
    """A whole number in one to three steps."""
    return _composed(world, Parts(world, exact=False), _COUNT_TERMS, world.dice.pick([1, 2, 2, 3]))


PATTERNS = (
    (composed, 15),
    (composed_once, 7),
    (composed_count, 6),
)
