"""Yes-or-no rules over one entity: eligibility, requirements of a transition, and/or over fields, references, children."""

from collections.abc import Callable
from dataclasses import dataclass

from inlay.contract import EntityType, OptionalType, Parameter, Scalar
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import COMPARISONS, compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.lexicon import DATES
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.finish import sentence
from inlay_finetune.synthetic.patterns.parts import said_of
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number

__all__ = ["PATTERNS", "clause"]

ZERO = 'Decimal("0")'


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
    base, one = rows_of(dice, world), each_child(dice, world)
    if dice.chance(0.2):
        words = dice.say("{s} has no " + base, f"there are no {base}", "{s} is without " + base)
        return Clause(code=f"not {list_code}", words=words, has=_has(words), tag="R003")
    if dice.chance(0.6):
        words = dice.say(
            "{s} has at least one " + one,
            "{s} has at least 1 " + one,
            f"there is at least one {one}",
            "{s} has one " + one + " or more",
        )
        return Clause(code=f"len({list_code}) >= {constant(1)}", words=words, has=_has(words), tag="R003")
    if dice.chance(0.5):
        words = dice.say(
            "{s} has any " + base, "{s} has " + base, f"there are any {base}", "{s} is not without " + base
        )
        return Clause(code=f"len({list_code}) > 0", words=words, has=_has(words), tag="R003")
    operator, limit = dice.pick(list(COMPARISONS)), str(dice.between(2, 20))
    words = dice.say(
        "{s} has " + compare_words(dice, operator, limit) + f" {base}",
        f"the number of {base} is {compare_words(dice, operator, limit)}",
    )
    return Clause(code=f"len({list_code}) {operator} {constant(limit)}", words=words, has=_has(words), tag="R003")


def _child_sum(world: World) -> Clause | None:
    dice = world.dice
    money, count = world.field(world.child, is_decimal), world.field(world.child, is_int)
    if money is None:
        return None
    list_code = f"{name(world.var(world.root))}.{name(world.children)}"
    if count is not None and dice.chance(0.6):
        inner = f"<v0>.{name(count.name)} * <v0>.{name(money.name)}"
        product = f"{field_words(dice, count)} times {field_words(dice, money)}"
        what = dice.say(
            "its total",
            "the total",
            "its total value",
            "its value",
            f"the sum of {product} over the {rows_of(dice, world)}",
            f"its total ({product})",
            f"the {rows_of(dice, world)}' {product} in sum",
        )
        if (
            world.field(world.root, lambda kind: is_number(kind))
            and what in ("its total", "the total", "its value")
            and (world.root.field("total") or world.root.field("value"))
        ):
            return None
    else:
        inner, said = f"<v0>.{name(money.name)}", field_words(dice, money)
        what = dice.say(
            f"the sum of {said} over its {rows_of(dice, world)}",
            f"the total {said} of the {rows_of(dice, world)}",
            f"the {plural(said)} of its {rows_of(dice, world)} together",
            f"its total {said}",
        )
    operator = dice.pick([">", ">", ">=", "<=", "<"])
    if dice.chance(0.4):
        how, limit = compare_words(dice, ">", "zero"), "0"
        operator = ">"
    else:
        stated = dice.money(2000)
        how, limit = compare_words(dice, operator, stated), f'Decimal("{constant(stated)}")'
    return Clause(
        code=f"sum(({inner} for <v0> in {list_code}), {ZERO}) {operator} {limit}",
        words=f"{what} is {how}",
        has="",
        tag="R002",
    )


def _any_child(world: World) -> Clause | None:
    dice = world.dice
    condition = sample_condition(dice, world.child, negatives=False)
    if condition is None:
        return None
    list_code, base, one = (
        f"{name(world.var(world.root))}.{name(world.children)}",
        rows_of(dice, world),
        each_child(dice, world),
    )
    how = dice.pick(["any", "all", "none"])
    inner = f"({condition.python('<v0>')} for <v0> in {list_code})"
    if how == "any":
        words = dice.say(
            f"at least one {one} is there where {condition.predicate.format(s='it')}",
            f"there are {base} {condition.relative}",
            f"it has {base} {condition.relative}",
        )
        return Clause(code=f"any{inner}", words=words, has="", tag="R161")
    if how == "all":
        words = dice.say(
            f"for every {one} {condition.predicate.format(s='it')}",
            f"for all its {base} {condition.predicate.format(s='the ' + one)}",
        )
        return Clause(code=f"all{inner}", words=words, has="", tag="R161")
    words = dice.say(
        f"it has no {base} {condition.relative}",
        f"there are no {base} {condition.relative}",
        f"none of its {base} is one where {condition.predicate.format(s='it')}",
    )
    return Clause(code=f"not any{inner}", words=words, has="", tag="R161")


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
        words = dice.say(
            *{
                ">": (f"the {a} is after the {b}", f"the {a} is later than the {b}"),
                "<": (f"the {a} is before the {b}", f"the {a} is earlier than the {b}"),
                ">=": (f"the {a} is not before the {b}", f"the {a} is on or after the {b}"),
                "<=": (f"the {a} is not after the {b}", f"the {a} is on or before the {b}"),
            }[operator]
        )
    else:
        words = f"the {a} is {compare_words(dice, operator, 'the ' + b)}"
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
    texts = []
    for at, made in enumerate(clauses):
        who = subject if at == 0 else dice.pick(["it", subject])
        texts.append(
            made.has if at and made.has and dice.chance(0.5) and clauses[at - 1].has else made.words.format(s=who)
        )
    code = f" {joint} ".join(made.code for made in clauses)
    if len(texts) == 1:
        return texts[0], code
    link = dice.pick(
        [f" {joint} ", f" {joint} ", f", {joint} "]
        + ([" and also ", " as well as if "][:1] if joint == "and" else [" or else ", ", or if "])
    )
    return ", ".join(texts[:-1]) + link + texts[-1], code


def _framed(world: World, words: str, *, negated: bool) -> str:
    dice, one = world.dice, entity_word(world.dice, world.root)
    verb = dice.pick(DATES) if dice.chance(0.8) else "confirmed"
    an = f"{'An' if one[0] in 'aeiou' else 'A'} {one}"
    if negated:
        return sentence(
            dice.say(
                f"{an} cannot be {verb} when {words}",
                f"{an} must not be {verb} while {words}",
                f"Not allowed if {words}",
                f"{an} may not be {verb} if {words}",
                f"No {one} can be {verb} once {words}",
            )
        )
    return sentence(
        dice.say(
            f"{an} can be {verb} when {words}",
            f"{an} can be {verb} only if {words}",
            f"{an} may be {verb} if {words}",
            f"Whether {words}",
            f"True if {words}",
            f"Allowed when {words}",
            f"Only when {words}",
            f"{an} is {verb} only when {words}",
            f"It may be {verb} once {words}",
            f"Requires that {words}",
            f"Check that {words}",
            f"{an} qualifies if {words}",
            f"{an} is eligible when {words}",
            f"True when {words}",
            f"{an} can only be {verb} if {words}",
        )
    )


def against_parameter(world: World) -> Draft | None:
    """A number parameter compared with a field or a stated limit."""
    dice = world.dice
    field = world.field(world.root, is_number)
    if field is None:
        return None
    parameter = Parameter(
        name=dice.pick(["requested", "wanted", "offered", "needed", "proposed"])
        + "_"
        + dice.pick(["amount", "quantity", "value"]),
        type=field.type,
    )
    operator, root = dice.pick(list(COMPARISONS)), name(world.var(world.root))
    said, words = label(parameter.name), field_words(dice, field)
    how = compare_words(
        dice, operator, f"the {entity_word(dice, world.root)}'s {words}" if dice.chance(0.5) else f"the {words}"
    )
    does = dice.say(
        f"Whether the {said} is {how}",
        f"True if the {said} is {how}",
        f"Is the {said} {how}?",
        f"Check that the {said} is {how}",
    )
    from inlay.contract import DecimalType

    loose = Parameter(name=parameter.name, type=DecimalType() if is_decimal(field.type) else parameter.type)
    takes = (Parameter(name=world.var(world.root), type=EntityType(world.root.name)), loose)
    return Draft(
        name="fits",
        takes=takes,
        returns=Scalar("bool"),
        does=sentence(does),
        body=f"return {name(parameter.name)} {operator} {root}.{name(field.name)}",
        tags=("R244",),
    )


PATTERNS = ((requirement, 12), (against_parameter, 1))
