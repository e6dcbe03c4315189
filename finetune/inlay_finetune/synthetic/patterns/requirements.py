"""Yes-or-no rules over one entity: eligibility, requirements of a transition, and/or over fields, references, children."""

from collections.abc import Callable
from dataclasses import dataclass

from inlay.contract import DecimalType, EntityType, OptionalType, Parameter, Scalar
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import COMPARISONS, compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.lexicon import words
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.finish import sentence
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import ZERO, done, root_of, said_of
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number

__all__ = ["PATTERNS", "clause"]

_VERBS = tuple(verb for verb in words("dates.done") if verb not in ("due", "expires", "left", "arrived", "departed"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """One claim about the root: code, and words with `{s}` for the subject; `has` follows the bare subject."""

    code: str
    words: str
    has: str
    takes: tuple[Parameter, ...] = ()
    tag: str = ""


def _has(words: str) -> str:
    return words.removeprefix("{s} ") if words.startswith("{s} ") else ""


def _own(world: World) -> Clause | None:
    dice = world.dice
    condition = sample_condition(dice, world.root, parameters=dice.chance(0.2), negatives=dice.chance(0.6))
    if condition is None:
        return None
    code = condition.python(name(world.var(world.root)))
    return Clause(
        code=code, words=condition.predicate, has=_has(condition.predicate), takes=condition.takes, tag=condition.tag
    )


def _reference(world: World) -> Clause | None:
    dice = world.dice
    field = world.root.field(world.reference)
    condition = sample_condition(dice, world.other, parameters=dice.chance(0.15), negatives=dice.chance(0.5))
    if condition is None or field is None or isinstance(field.type, OptionalType):
        return None
    code = condition.python(f"{name(world.var(world.root))}.{name(world.reference)}")
    who = dice.pick(
        [
            f"the {label(world.reference)}",
            f"its {label(world.reference)}",
            f"the {entity_word(dice, world.root)}'s {label(world.reference)}",
        ]
    )
    words = said_of(condition, who)
    return Clause(code=code, words=words, has="", takes=condition.takes, tag="R246")


def _has_children(world: World) -> Clause:
    dice = world.dice
    list_code = f"{name(world.var(world.root))}.{name(world.children)}"
    said = {"s": "{s}", "rows": rows_of(dice, world), "one": each_child(dice, world)}
    if dice.chance(0.2):
        words, code = dice.tell("requirements.no_rows", **said), f"not {list_code}"
    elif dice.chance(0.6):
        words, code = dice.tell("requirements.some_rows", **said), f"len({list_code}) >= {constant(1)}"
    elif dice.chance(0.5):
        words, code = dice.tell("requirements.any_rows", **said), f"len({list_code}) > 0"
    else:
        operator, limit = dice.pick(list(COMPARISONS)), str(dice.between(2, 20))
        words = dice.tell("requirements.counted", how=compare_words(dice, operator, number_said(dice, limit)), **said)
        code = f"len({list_code}) {operator} {constant(limit)}"
    return Clause(code=code, words=words, has=_has(words), tag="R003")


def _child_sum(world: World) -> Clause | None:
    dice = world.dice
    money, count = world.field(world.child, is_decimal), world.field(world.child, is_int)
    if money is None:
        return None
    list_code, rows = f"{name(world.var(world.root))}.{name(world.children)}", rows_of(dice, world)
    said = field_words(dice, money)
    if count is not None and dice.chance(0.6):
        inner, product = (
            f"<v0>.{name(count.name)} * <v0>.{name(money.name)}",
            f"{field_words(dice, count)} times {said}",
        )
        named = world.root.field("total") or world.root.field("value")
        if dice.chance(0.35) and not named:
            what = dice.tell("requirements.total.short")
        else:
            what = dice.tell("requirements.total.product", product=product, rows=rows)
    else:
        inner = f"<v0>.{name(money.name)}"
        what = dice.tell("requirements.total.plain", said=said, many=plural(said), rows=rows)
    operator = dice.pick([">", ">", ">=", "<=", "<"])
    if dice.chance(0.4):
        how, limit = compare_words(dice, ">", "zero"), "0"
        operator = ">"
    else:
        stated = dice.money(2000)
        how, limit = compare_words(dice, operator, stated), f'Decimal("{constant(stated)}")'
    return Clause(
        code=f"sum(({inner} for <v0> in {list_code}), {ZERO}) {operator} {limit}",
        words=f"{what} {dice.pick(['is', 'is', 'is', 'comes to', 'amounts to'])} {how}",
        has="",
        tag="R002",
    )


def _any_child(world: World) -> Clause | None:
    dice = world.dice
    condition = sample_condition(dice, world.child, negatives=False)
    if condition is None:
        return None
    one, how = each_child(dice, world), dice.pick(["any", "all", "none"])
    over = f"{name(world.var(world.root))}.{name(world.children)}"
    words = dice.tell(
        f"requirements.children.{how}",
        one=one,
        rows=rows_of(dice, world),
        relative=condition.relative,
        claim=condition.predicate.format(s="it"),
        claim_one=condition.predicate.format(s=f"the {one}"),
    )
    function = {"any": "any", "all": "all", "none": "not any"}[how]
    return Clause(code=f"{function}({condition.python('<v0>')} for <v0> in {over})", words=words, has="", tag="R161")


def _two_fields(world: World) -> Clause | None:
    dice = world.dice
    one = world.field(world.root, is_number, lambda kind: kind == Scalar("date"))
    if one is None:
        return None
    two = world.field(world.root, lambda kind: kind == one.type, but=(one,))
    if two is None:
        return None
    root, operator = name(world.var(world.root)), dice.pick(list(COMPARISONS))
    a, b = field_words(dice, one), field_words(dice, two)
    if one.type == Scalar("date"):
        words = dice.tell(f"requirements.days.{operator}", a=a, b=b)
    else:
        how = compare_words(dice, operator, dice.pick([f"the {b}", f"the {b}", f"its {b}"]))
        words = dice.tell("requirements.numbers", s="{s}", a=a, how=how)
    return Clause(code=f"{root}.{name(one.name)} {operator} {root}.{name(two.name)}", words=words, has="", tag="R244")


_KINDS: tuple[tuple[Callable[[World], Clause | None], float], ...] = (
    (_own, 4), (_reference, 2), (_has_children, 2), (_child_sum, 1.5), (_any_child, 1), (_two_fields, 1),
)  # fmt: skip


def clause(world: World) -> Clause | None:
    """Draw one claim about the root."""
    makers = [maker for maker, weight in _KINDS for _ in range(int(weight * 2))]
    return world.dice.pick(makers)(world)


def requirement(world: World) -> Draft | None:
    """A permission, prohibition or plain condition of one to three claims."""
    dice = world.dice
    clauses: list[Clause] = []
    for _ in range(dice.pick([1, 1, 2, 2, 2, 2, 3])):
        made = clause(world)
        taken = {parameter.name for other in clauses for parameter in other.takes}
        if (
            made is not None
            and made.code not in {other.code for other in clauses}
            and not taken & {p.name for p in made.takes}
        ):
            clauses.append(made)
    if not clauses:
        return None
    joint = "and" if len(clauses) < 2 or dice.chance(0.72) else "or"
    words, code = _joined(world, clauses, joint)
    negated = len(clauses) == 1 and dice.chance(0.12)
    does = _framed(world, words, negated=negated)
    takes = (
        Parameter(name=world.var(world.root), type=EntityType(world.root.name)),
        *(p for made in clauses for p in made.takes),
    )
    body = f"return not ({code})" if negated else f"return {code}"
    return Draft(
        name="may_go_on",
        takes=takes,
        returns=Scalar("bool"),
        does=does,
        body=body,
        tags=("R160", joint, *(made.tag for made in clauses)),
    )


def _joined(world: World, clauses: list[Clause], joint: str) -> tuple[str, str]:
    dice = world.dice
    subject = dice.pick([f"the {entity_word(dice, world.root)}", "it", "it", f"the {entity_word(dice, world.root)}"])
    elided = dice.chance(0.3)
    texts = []
    for at, made in enumerate(clauses):
        who = subject if at == 0 else dice.pick(["it", subject])
        short = elided and at and made.has and clauses[at - 1].has
        texts.append(made.has if short else made.words.format(s=who))
    code = f" {joint} ".join(made.code for made in clauses)
    if len(texts) == 1:
        return texts[0], code
    before = ", ".join(texts[:-1])
    if elided or dice.chance(0.3):
        return f"{before}{dice.pick([' ', ' ', ', '])}{joint} {texts[-1]}", code
    return dice.tell(f"requirements.joined.{joint}", a=before, b=texts[-1]), code


def _framed(world: World, words: str, *, negated: bool) -> str:
    dice, one = world.dice, entity_word(world.dice, world.root)
    verb = dice.pick(_VERBS) if dice.chance(0.8) else "confirmed"
    key = "requirements.forbidden" if negated else "requirements.allowed"
    return sentence(dice.tell(key, one=one, verb=verb, words=words))


def against_parameter(world: World) -> Draft | None:
    """A number parameter compared with a field or a stated limit."""
    dice = world.dice
    field = world.field(world.root, is_number)
    if field is None:
        return None
    own = f"{dice.pick(['requested', 'wanted', 'offered', 'needed', 'proposed'])}_{dice.pick(['amount', 'quantity', 'value'])}"
    parameter = Parameter(name=own, type=DecimalType() if is_decimal(field.type) else field.type)
    operator, (root, takes) = dice.pick(list(COMPARISONS)), root_of(world)
    words, one = field_words(dice, field), entity_word(dice, world.root)
    how = compare_words(
        dice, operator, dice.say(f"the {one}'s {words}", f"the {words}", f"the {words} of the {one}", f"the {words}")
    )
    does = dice.tell("requirements.fits", said=label(parameter.name), how=how)
    body = f"return {name(parameter.name)} {operator} {root}.{name(field.name)}"
    return done("fits", (*takes, parameter), Scalar("bool"), does, body, "R244")


PATTERNS = ((requirement, 12), (against_parameter, 1))
