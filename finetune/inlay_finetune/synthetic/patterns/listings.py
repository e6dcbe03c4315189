"""Rules over a list that ask, list and compare: any and all, distinct, shares, picks, maps."""

from dataclasses import replace

from inlay.contract import DecimalType, ListType, MapType, OptionalType, Scalar, Type
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import each_child, field_words, noun, rows_of
from inlay_finetune.synthetic.patterns.finish import finish_decimal, sentence
from inlay_finetune.synthetic.patterns.rows import ZERO, all_of, bare, rows, source_of, third
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number, is_str

__all__ = ["PATTERNS"]


def any_all(world: World) -> Draft | None:
    """R161 and kin: whether any, every or no child meets a condition."""
    dice = world.dice
    condition = sample_condition(dice, world.child, parameters=dice.chance(0.3), negatives=dice.chance(0.5))
    if condition is None:
        return None
    code, takes = source_of(world)
    one, base = each_child(dice, world), rows_of(dice, world)
    how = dice.pick(["any", "all", "none"])
    claim, test = condition.predicate, condition.python("<v0>")
    does = dice.tell(
        f"listings.check.{how}",
        rows=base,
        one=one,
        rel=condition.relative,
        third=third(condition),
        it=claim.format(s="it"),
        the=claim.format(s=f"the {one}"),
    )
    call = {"any": "any", "all": "all", "none": "not any"}[how]
    body = f"return {call}({test} for <v0> in {code})"
    return Draft(
        name=f"{how}_{world.children}",
        takes=(*takes, *condition.takes),
        returns=Scalar("bool"),
        does=sentence(does),
        body=body,
        tags=("R161", condition.tag),
    )


def distinct(world: World) -> Draft | None:
    """R017: how many different values."""
    field = world.field(world.child, is_str, lambda kind: is_int(kind))
    if field is None:
        return None
    dice, r = world.dice, rows(world, filters=0.35, but=(field,))
    said = field_words(dice, field)
    does = dice.tell("listings.distinct", f=said, fs=plural(said), all=all_of(r))
    body = f"return len({{<v0>.{name(field.name)} for <v0> in {r.code}{r.where}}})"
    return Draft(
        name=f"different_{plural(field.name)}",
        takes=r.takes,
        returns=Scalar("int"),
        does=sentence(does),
        body=body,
        tags=("R017", *r.tags),
    )


def share_percent(world: World) -> Draft | None:
    """R015: how many rows of a hundred meet a condition."""
    dice = world.dice
    condition = sample_condition(dice, world.child, negatives=dice.chance(0.4))
    if condition is None:
        return None
    code, takes = source_of(world)
    base = rows_of(dice, world)
    claim, zero = condition.predicate, dice.tell("listings.percent.zero", rows=base)
    the = claim.format(s=f"the {each_child(dice, world)}")
    does = dice.tell(
        "listings.percent.lead", rows=base, rel=condition.relative, it=claim.format(s="it"), the=the, zero=zero
    )
    body = f"if not {code}:\n    return {ZERO}\nreturn Decimal(100) * sum(1 for <v0> in {code} if {condition.python('<v0>')}) / len({code})"
    return Draft(
        name=f"percent_of_{world.children}",
        takes=(*takes, *condition.takes),
        returns=DecimalType(),
        does=sentence(does),
        body=body,
        tags=("R015", condition.tag),
    )


def listed(world: World) -> Draft | None:
    """R139 and kin: a sorted list of a field of the rows that fit."""
    field = world.field(world.child, is_str)
    if field is None:
        return None
    dice, r = world.dice, rows(world, filters=0.8, but=(field,))
    said, unique = field_words(dice, field), dice.chance(0.3)
    does = dice.tell(
        f"listings.listed.{'unique' if unique else 'plain'}",
        f=said,
        fs=plural(said),
        all=all_of(r),
        different=dice.pick(["different", "distinct", "unique"]),
        order=dice.tell("listings.listed.order"),
    )
    inner = f"<v0>.{name(field.name)} for <v0> in {r.code}{r.where}"
    body = f"return sorted({{{inner}}})" if unique else f"return sorted({inner})"
    return Draft(
        name=f"{plural(field.name)}_of_{world.children}",
        takes=r.takes,
        returns=ListType(Scalar("str")),
        does=sentence(does),
        body=body,
        tags=("R139", *r.tags),
    )


def best_row(world: World) -> Draft | None:
    """R139: a field of the row where another field is largest or smallest; None without rows."""
    label_field = world.field(world.child, is_str)
    key = world.field(world.child, is_number, lambda kind: kind == Scalar("date"))
    if label_field is None or key is None:
        return None
    dice, r = world.dice, rows(world, filters=0.25, but=(label_field, key))
    largest, dated = dice.chance(0.65), key.type == Scalar("date")
    words = (
        (("latest", "most recent", "newest"), ("earliest", "first", "oldest"))
        if dated
        else (("highest", "largest", "greatest"), ("lowest", "smallest", "least"))
    )
    word = dice.say(*words[0 if largest else 1])
    wanted, said, one = field_words(dice, label_field), field_words(dice, key), each_child(dice, world)
    does = dice.tell(
        "listings.best.lead",
        a=wanted,
        one=one,
        rows=bare(replace(r, relative="")),
        by=said,
        word=word,
        among=dice.tell("listings.best.among", all=all_of(r)) if r.where else "",
        none=dice.tell("listings.best.none", one=one),
    )
    rows_code = f"[<v0> for <v0> in {r.code}{r.where}]" if r.where else r.code
    picked = (
        f"{'max' if largest else 'min'}(<v1>, key=lambda <v0>: <v0>.{name(key.name)})"
        if r.where
        else f"{'max' if largest else 'min'}({r.code}, key=lambda <v0>: <v0>.{name(key.name)})"
    )
    if r.where:
        body = f"<v1> = {rows_code}\nreturn {picked}.{name(label_field.name)} if <v1> else None"
    else:
        body = f"return {picked}.{name(label_field.name)} if {r.code} else None"
    return Draft(
        name=f"{label_field.name}_of_{'highest' if largest else 'lowest'}",
        takes=r.takes,
        returns=OptionalType(Scalar("str")),
        does=sentence(does),
        body=body,
        tags=("R139", *r.tags),
    )


def children_against_field(world: World) -> Draft | None:
    """R245, R019: a field of the root less what the children add up to, or whether it is reached."""
    own, field = world.field(world.root, is_decimal), world.field(world.child, is_decimal)
    if own is None or field is None:
        return None
    dice, r = world.dice, rows(world, filters=0.35, but=(field,))
    if r.code == name(world.children):
        return None
    root = name(world.var(world.root))
    total = f"sum((<v0>.{name(field.name)} for <v0> in {r.code}{r.where}), {ZERO})"
    said, owns = field_words(dice, field), noun(dice, own)
    phrases = {"own": owns, "f": said, "fs": plural(said), "all": all_of(r)}
    if dice.chance(0.4):
        reached = dice.chance(0.5)
        does = dice.tell(f"listings.against.{'reached' if reached else 'above'}", **phrases)
        body = f"return {total} {'>=' if reached else '>'} {root}.{name(own.name)}"
        return Draft(
            name="is_covered",
            takes=r.takes,
            returns=Scalar("bool"),
            does=sentence(does),
            body=body,
            tags=("R245", *r.tags),
        )
    does, alone = dice.tell("listings.against.noun", **phrases), dice.tell("listings.against.alone", **phrases)
    draft = Draft(
        name="remaining",
        takes=r.takes,
        returns=DecimalType(),
        does=does,
        body=f"{root}.{name(own.name)} - {total}",
        tags=("R245", *r.tags),
    )
    return finish_decimal(world, draft, plain=True, alone=alone)


def grouped(world: World) -> Draft | None:
    """R145 and kin: totals or counts by a text field, as a map."""
    key = world.field(world.child, is_str)
    if key is None:
        return None
    field = world.field(world.child, is_decimal) if world.dice.chance(0.6) else None
    dice, r = world.dice, rows(world, filters=0.35, but=(key, *((field,) if field else ())))
    said = field_words(dice, key)
    if field is None:
        does = dice.tell("listings.grouped.count", f=said, all=all_of(r), bare=bare(r))
        body = f"<v1>: dict[str, int] = defaultdict(int)\nfor <v0> in {r.code}:\n    <v1>[<v0>.{name(key.name)}] += 1\nreturn dict(<v1>)"
        returns: Type = Scalar("int")
    else:
        value = field_words(dice, field)
        phrases = {"value": value, "values": plural(value), "all": all_of(r), "bare": bare(r)}
        does = dice.tell("listings.grouped.sum", f=said, **phrases)
        body = f"<v1>: dict[str, Decimal] = defaultdict(Decimal)\nfor <v0> in {r.code}:\n    <v1>[<v0>.{name(key.name)}] += <v0>.{name(field.name)}\nreturn dict(<v1>)"
        returns = DecimalType()
    if r.where:
        head, tail = body.split(":\n    ", 1)
        step, end = tail.split("\n", 1)
        body = f"{head}:\n   {r.where}:\n        {step}\n{end}"
    return Draft(
        name=f"by_{key.name}",
        takes=r.takes,
        returns=MapType(returns),
        does=sentence(does),
        body=body,
        tags=("R145", *r.tags),
    )


PATTERNS = (
    (any_all, 2.5),
    (distinct, 1),
    (share_percent, 1),
    (listed, 1.5),
    (best_row, 1.5),
    (children_against_field, 1.5),
    (grouped, 1),
)
