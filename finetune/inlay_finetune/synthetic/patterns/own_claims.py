"""Several claims about the root, or about things that are given by themselves, none of them on the same field."""

from dataclasses import dataclass

from inlay.contract import Parameter
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import name
from inlay_finetune.synthetic.lexicon import words as listed
from inlay_finetune.synthetic.mention import entity_word, label
from inlay_finetune.synthetic.patterns.composed_terms import flipped
from inlay_finetune.synthetic.patterns.parts import BOOL, root_of
from inlay_finetune.synthetic.world import World

__all__ = ["VERBS", "Claim", "given_claims", "joined", "opposite", "own_claims"]

_NO_VERBS = ("due", "expires", "left", "arrived", "departed", "born")
VERBS = tuple(verb.replace("_", " ") for verb in listed("dates.done") if verb not in _NO_VERBS)
"""What may be done with a thing, as participles."""
_GIVEN = (
    "passport", "licence", "id_card", "is_member", "is_student", "has_voucher", "paid_deposit", "signed_by_both", "weekend",
    "first_visit", "damage_reported", "rush", "documents_complete", "has_guarantor", "holiday", "manager_agreed",
    "address_checked", "too_late",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: an expression, a clause, the parameters it needs, what it is about."""

    code: str
    words: str
    takes: tuple[Parameter, ...]
    about: str = ""


def own_claims(world: World, count: int, *, negatives: bool = True, parameters: float = 0.2) -> list[Claim]:
    """Draw claims about the root, fewer where it has not so many fields that suit; only the first may name it."""
    dice, (root, takes), found = world.dice, root_of(world), list[Claim]()
    who = dice.pick(["it", *(f"{which} {entity_word(dice, world.root)}" for which in ("the", "the", "this"))])
    used = set[str]()
    fields = dice.some(world.root.fields, len(world.root.fields))
    for field in fields:
        others = tuple(each for each in world.root.fields if each != field)
        made = sample_condition(dice, world.root, but=others, negatives=negatives, parameters=dice.chance(parameters))
        if made is None or {each.name for each in made.takes} & used:
            continue
        used |= {each.name for each in made.takes}
        words = made.predicate.format(s=who if not found or dice.chance(0.3) else "it")
        found.append(Claim(made.python(root), words, (*takes, *made.takes), label(field.name)))
        if len(found) == count:
            break
    return found


def given_claims(dice: Dice, count: int) -> list[Claim]:
    """Draw claims that come as parameters by themselves."""
    drawn = dice.some(_GIVEN, count)
    return [Claim(name(own), dice.tell(f"together.given.{own}"), (Parameter(name=own, type=BOOL),)) for own in drawn]


def joined(dice: Dice, claims: list[Claim], word: str) -> str:
    """Say claims as one: `a, b and c`."""
    *first, last = (claim.words for claim in claims)
    return dice.tell(f"together.join.{word}", first=", ".join(first), last=last)


def opposite(code: str) -> str:
    """Give the code of the opposite of a claim."""
    return code.replace(" in (", " not in (") if " in (" in code else flipped(code)
