"""Rules that go through more than one step: two lists, references of children, pairs of fields, optional partners."""

from inlay.contract import (
    Entity,
    EntityType,
    Field,
    ListType,
    Parameter,
)
from inlay_finetune.synthetic.conditions import COMPARISONS, compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import each_child, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.finish import finish_decimal, rounded
from inlay_finetune.synthetic.patterns.parts import BOOL, DECIMAL, INT, ZERO, done, root_of, said_of
from inlay_finetune.synthetic.patterns.roundings import rounding_to
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int, is_number

__all__ = ["PATTERNS"]


def _amount(world: World, entity: Entity, local: str) -> tuple[str, str] | None:
    """Draw a decimal field, or a product, of a row: code and words."""
    dice = world.dice
    money, count = world.field(entity, is_decimal), world.field(entity, is_int)
    if money is None:
        return None
    if count is not None and dice.chance(0.45):
        a, b = field_words(dice, count), field_words(dice, money)
        words = dice.say(f"{a} times {b}", f"{a} multiplied by {b}", f"{b} times {a}", f"{a} x {b}")
        return f"{local}.{name(count.name)} * {local}.{name(money.name)}", words
    return f"{local}.{name(money.name)}", field_words(dice, money)


def two_lists(world: World) -> Draft | None:
    """R019: what one list comes to less what the other comes to."""
    dice = world.dice
    if world.second is None or world.seconds is None:
        return None
    root, takes = root_of(world)
    one, two = _amount(world, world.child, "<v0>"), _amount(world, world.second, "<v1>")
    if one is None or two is None:
        return None
    rows, others = label(world.children), label(world.seconds)
    less, less_words = sample_condition(dice, world.second, negatives=False), ""
    where = ""
    if less is not None and dice.chance(0.25):
        where, less_words = f" if {less.python('<v1>')}", f" {less.relative}"
    first = f"sum(({one[0]} for <v0> in {root}.{name(world.children)}), {ZERO})"
    second = f"sum(({two[0]} for <v1> in {root}.{name(world.seconds)}{where}), {ZERO})"
    phrases = {"a": one[1], "b": two[1], "rows": rows, "one": each_child(dice, world), "others": others + less_words}
    if dice.chance(0.2):
        operator = dice.pick(list(COMPARISONS))
        how = compare_words(dice, operator, f"the total {two[1]} of the {others}{less_words}")
        does = dice.tell("nested.two_lists.compare", how=how, a=one[1], rows=rows)
        return done("is_settled", takes, BOOL, does, f"return {first} {operator} {second}", "R019", "R030")
    does, alone = dice.tell("nested.two_lists.noun", **phrases), dice.tell("nested.two_lists.alone", **phrases)
    draft = Draft(
        name="open_amount", takes=takes, returns=DECIMAL, does=does, body=f"{first} - {second}", tags=("R019",)
    )
    return finish_decimal(world, draft, plain=True, alone=alone)


def list_against_parameter(world: World) -> Draft | None:
    """A parameter less what a list given by itself comes to."""
    dice = world.dice
    one = _amount(world, world.child, "<v0>")
    if one is None:
        return None
    base = Parameter(
        name=dice.pick(["amount", "total", "claimed", "benefit", "budget", "limit_amount", "price", "due"]),
        type=DECIMAL,
    )
    rows = Parameter(name=world.children, type=ListType(EntityType(world.child.name)))
    total = f"sum(({one[0]} for <v0> in {name(rows.name)}), {ZERO})"
    phrases = {"base": label(base.name), "rows": label(rows.name), "one": each_child(dice, world), "a": one[1]}
    does, alone = dice.tell("nested.list_against.noun", **phrases), dice.tell("nested.list_against.alone", **phrases)
    draft = Draft(
        name="left_over",
        takes=(base, rows),
        returns=DECIMAL,
        does=does,
        body=f"{name(base.name)} - {total}",
        tags=("R245",),
    )
    return finish_decimal(world, draft, plain=True, alone=alone)


def child_reference(world: World) -> Draft | None:
    """A field of the child with a field of what the child refers to, summed, or a filter on it."""
    dice = world.dice
    if world.thing is None or world.link is None:
        return None
    root, takes = root_of(world)
    far, near = world.field(world.thing, is_number), world.field(world.child, is_number)
    rows, link, one = rows_of(dice, world), label(world.link), each_child(dice, world)
    if far is not None and near is not None and (is_decimal(far.type) or is_decimal(near.type)) and dice.chance(0.55):
        phrases = {"a": field_words(dice, near), "b": field_words(dice, far), "rows": rows, "one": one, "link": link}
        does, alone = dice.tell("nested.link.noun", **phrases), dice.tell("nested.link.alone", **phrases)
        code = f"sum((<v0>.{name(near.name)} * <v0>.{name(world.link)}.{name(far.name)} for <v0> in {root}.{name(world.children)}), {ZERO})"
        draft = Draft(name="worth", takes=takes, returns=DECIMAL, does=does, body=code, tags=("R246", "R002"))
        return finish_decimal(world, draft, alone=alone)
    condition = sample_condition(dice, world.thing, negatives=dice.chance(0.4))
    amount = _amount(world, world.child, "<v0>")
    if condition is None:
        return None
    test = condition.python(f"<v0>.{name(world.link)}")
    phrases = {"rows": rows, "one": one, "link": link, "claim": said_of(condition, f"the {link}")}
    if amount is None or dice.chance(0.5):
        does = dice.tell("nested.link.count", **phrases)
        return done(
            "count_by_link",
            takes,
            INT,
            does,
            f"return sum(1 for <v0> in {root}.{name(world.children)} if {test})",
            "R246",
            "R004",
        )
    does = dice.tell("nested.link.sum", a=amount[1], **phrases)
    code = f"sum(({amount[0]} for <v0> in {root}.{name(world.children)} if {test}), {ZERO})"
    return done("sum_by_link", takes, DECIMAL, does, f"return {code}", "R246", "R005")


def _pair(world: World, entity: Entity) -> tuple[Field, Field] | None:
    one = world.field(entity, is_number, is_date)
    if one is None:
        return None
    same = one.type
    two = world.field(entity, lambda kind: kind == same, but=(one,))
    return (one, two) if two is not None else None


def child_pair(world: World) -> Draft | None:
    """Children of which one field is compared with another of the same row."""
    dice, pair = world.dice, _pair(world, world.child)
    if pair is None:
        return None
    root, takes = root_of(world)
    a, b = field_words(dice, pair[0]), field_words(dice, pair[1])
    operator = dice.pick(list(COMPARISONS))
    if is_date(pair[0].type):
        words = {
            ">": ("after", "later than"),
            "<": ("before", "earlier than"),
            ">=": ("on or after", "not before"),
            "<=": ("on or before", "not after"),
        }[operator]
        claim = f"the {a} is {dice.pick(words)} the {b}"
    else:
        claim = f"the {a} is {compare_words(dice, operator, 'the ' + b)}"
    test = f"<v0>.{name(pair[0].name)} {operator} <v0>.{name(pair[1].name)}"
    rows, one = rows_of(dice, world), each_child(dice, world)
    over = f"{root}.{name(world.children)}"
    how = dice.pick(["count", "any", "all", "all-some", "none"])
    does = dice.tell(f"nested.pairs.{how}", rows=rows, one=one, claim=claim, bare=claim.removeprefix("the "))
    if how == "count":
        return done("count_pairs", takes, INT, does, f"return sum(1 for <v0> in {over} if {test})", "R244", "R004")
    code = {
        "any": f"any({test} for <v0> in {over})",
        "none": f"not any({test} for <v0> in {over})",
        "all": f"all({test} for <v0> in {over})",
        "all-some": f"len({over}) > 0 and all({test} for <v0> in {over})",
    }[how]
    return done("pairs", takes, BOOL, does, f"return {code}", "R244", "R161")


def _summed(field: Field, over: str) -> str:
    inner = f"<v0>.{name(field.name)} for <v0> in {over}"
    return f"sum({inner})" if is_int(field.type) else f"sum(({inner}), {ZERO})"


def sum_ratio(world: World) -> Draft | None:
    """R009, R092: one total as a percentage or ratio of another, zero when that is zero."""
    dice = world.dice
    one = world.field(world.child, is_number)
    two = world.field(world.child, is_number, but=(one,)) if one else None
    if one is None or two is None:
        return None
    root, takes = root_of(world)
    over, rows = f"{root}.{name(world.children)}", rows_of(dice, world)
    a, b = field_words(dice, one), field_words(dice, two)
    first, second = _summed(one, over), _summed(two, over)
    if is_int(one.type):
        first = f"Decimal({first})"
    percent = dice.chance(0.6)
    code = f"{first} * 100 / <v1>" if percent else f"{first} / <v1>"
    tail = ""
    if dice.chance(0.4):
        tail, wrap = _places(world)
        code = wrap.format(x=code)
    tail += dice.tell("nested.ratio.zero", b=b)
    does = dice.tell(f"nested.ratio.{'percent' if percent else 'plain'}", a=a, b=b, rows=rows, tail=tail)
    body = f"<v1> = {second}\nif <v1> == 0:\n    return {ZERO}\nreturn {code}"
    return done("share", takes, DECIMAL, does, body, "R016")


def _places(world: World) -> tuple[str, str]:
    """Say a rounding to none, one or two places and give its code."""
    dice = world.dice
    if dice.chance(0.5):
        return rounded(dice)
    if dice.chance(0.6):
        words = dice.tell("nested.places.one")
        return words, "({x})" + rounding_to("0.1")
    words = dice.tell("nested.places.none")
    return words, "({x})" + rounding_to("1")


PATTERNS = (
    (two_lists, 3),
    (list_against_parameter, 1.5),
    (child_reference, 3),
    (child_pair, 2),
    (sum_ratio, 1.5),
)
