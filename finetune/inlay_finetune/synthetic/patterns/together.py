"""Several claims about one thing as one answer: all, any or none of them, one alone, so many at least."""

from inlay_finetune.synthetic.draft import Draft, constant
from inlay_finetune.synthetic.mention import entity_word
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.own_claims import VERBS, Claim, given_claims, joined, opposite, own_claims
from inlay_finetune.synthetic.patterns.parts import BOOL, brought_by, done
from inlay_finetune.synthetic.world import World

__all__ = ["PATTERNS"]


def _claims(world: World, count: int, given: float) -> list[Claim]:
    dice = world.dice
    return given_claims(dice, count) if dice.chance(given) else own_claims(world, count)


def _answer(world: World, key: str, claims: list[Claim], code: str, tag: str, **words: str) -> Draft | None:
    """Say the claims in a frame and give the code as an answer."""
    dice = world.dice
    takes = brought_by(*claims)
    words |= {f"{each}_": joined(dice, claims, each) for each in ("and", "or")}
    words |= {"nor": joined(dice, claims, "nor"), "list": "; ".join(claim.words for claim in claims)}
    words |= {"a": claims[0].words, "b": claims[-1].words}
    does = dice.tell(f"together.{key}", one=entity_word(dice, world.root), verb=dice.pick(VERBS), **words)
    return done(dice.pick(["allowed", "fits", "qualifies"]), takes, BOOL, does, f"return {code}", tag)


def all_of_them(world: World) -> Draft | None:
    """All of several claims hold."""
    claims = _claims(world, world.dice.pick([2, 3, 3, 4]), 0.15)
    if len(claims) < 2:
        return None
    return _answer(world, "all", claims, " and ".join(each.code for each in claims), "R184")


def any_of_them(world: World) -> Draft | None:
    """One of several claims is enough."""
    claims = _claims(world, world.dice.pick([2, 3, 3, 4]), 0.15)
    if len(claims) < 2:
        return None
    return _answer(world, "any", claims, " or ".join(each.code for each in claims), "R185")


def none_of_them(world: World) -> Draft | None:
    """None of several claims holds."""
    claims = _claims(world, world.dice.pick([2, 2, 3]), 0.15)
    if len(claims) < 2:
        return None
    return _answer(world, "none", claims, " and ".join(opposite(each.code) for each in claims), "R186")


def so_many(world: World) -> Draft | None:
    """At least, exactly or at most so many of several claims hold; of two just one."""
    dice, shape = world.dice, world.dice.pick(["least", "least", "least", "exactly", "most", "either", "either"])
    claims = _claims(world, 2 if shape == "either" else dice.pick([3, 3, 4]), 0.4)
    if len(claims) < (2 if shape == "either" else 3):
        return None
    listed, m = f"sum([{', '.join(each.code for each in claims)}])", len(claims)
    n = "1" if shape == "either" else str(dice.between(2 if shape == "least" else 1, m - 1))
    operator = {"least": ">=", "most": "<="}.get(shape, "==")
    words = {"n": number_said(dice, n), "m": number_said(dice, str(m))}
    if shape == "either":
        return _answer(world, "either", claims, f"{listed} == 1", "R187")
    key = f"{shape}_one" if n == "1" else shape
    bound = "1" if n == "1" else constant(n)
    return _answer(world, key, claims, f"{listed} {operator} {bound}", "R187", **words)


PATTERNS = ((all_of_them, 1.5), (any_of_them, 1.5), (none_of_them, 1), (so_many, 1.5))
