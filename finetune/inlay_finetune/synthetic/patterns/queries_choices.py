"""Queries over one table: two columns compared, values in and out, texts that contain, ranges, either-or, ranks."""

from inlay.contract import DecimalType, EnumType, Parameter, Scalar, Type
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, value_words
from inlay_finetune.synthetic.patterns.query_parts import Filter
from inlay_finetune.synthetic.patterns.query_tables import also_filtered, answer_of, any_entity
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int, is_number, is_str

__all__ = ["PATTERNS"]


def two_columns(world: World) -> Draft | None:
    """Rows in which one column is above, below, before or after another of the same row."""
    dice, entity = world.dice, any_entity(world)
    dated = dice.chance(0.4)
    one = world.field(entity, is_date) if dated else world.field(entity, is_decimal, is_int)
    if one is None:
        return None
    two = (
        world.field(entity, is_date, but=(one,))
        if dated
        else world.field(entity, lambda kind: kind == one.type, but=(one,))
    )
    if two is None:
        return None
    a, b, operator = field_words(dice, one), field_words(dice, two), dice.pick([">", "<", ">=", "<="])
    words = {
        ">": (
            f" whose {a} is after the {b}",
            f" with a {a} later than their {b}",
            f" whose {a} comes later than the {b}",
        )
        if dated
        else (
            f" whose {a} is higher than their {b}",
            f" with more {a} than {b}",
            f" whose {a} exceeds the {b}",
            f" where the {a} is above the {b}",
        ),
        "<": (
            f" whose {a} is before the {b}",
            f" with a {a} earlier than their {b}",
            f" whose {a} comes before the {b}",
        )
        if dated
        else (
            f" whose {a} is lower than their {b}",
            f" with less {a} than {b}",
            f" whose {a} is below the {b}",
            f" where the {a} is under the {b}",
        ),
        ">=": (f" whose {a} is not before the {b}", f" with a {a} on or after the {b}")
        if dated
        else (
            f" whose {a} is at least the {b}",
            f" whose {a} has reached the {b}",
            f" where the {a} is not below the {b}",
        ),
        "<=": (f" whose {a} is not after the {b}", f" with a {a} on or before the {b}")
        if dated
        else (
            f" whose {a} is at most the {b}",
            f" whose {a} is at or below the {b}",
            f" where the {a} does not exceed the {b}",
        ),
    }[operator]
    extra = Filter(code=(f"{name(one.name)} {operator} {name(two.name)}",), after=dice.say(*words), fields=(one, two))
    return answer_of(world, entity, also_filtered(world, entity, extra), "Q003", "two_columns")


def some_values(world: World) -> Draft | None:
    """Rows whose enum is one of two or three values, or none of them."""
    dice, entity = world.dice, any_entity(world)
    key = world.field(entity, is_enum)
    if key is None or not isinstance(key.type, EnumType) or len(key.type.values) < 3:
        return None
    values = dice.some(key.type.values, 3 if len(key.type.values) > 3 and dice.chance(0.25) else 2)
    said, listed_values = field_words(dice, key), ", ".join(f"'{name(value)}'" for value in values)
    words = [value_words(dice, value) for value in values]
    either = ", ".join(words[:-1]) + " or " + words[-1]
    both = ", ".join(words[:-1]) + " and " + words[-1]
    if dice.chance(0.6):
        after = dice.say(
            f" that are {either}",
            f" whose {said} is {either}",
            f" with the {said} {either}",
            f" that are either {either}",
            f" of {said} {either}",
            f" whose {said} is one of {both}",
            f" in one of the {said} values {both}",
        )
        before = ""
        if dice.chance(0.25):
            before, after = f"{both} ", ""
        return answer_of(
            world,
            entity,
            _with_before(
                also_filtered(
                    world, entity, Filter(code=(f"{name(key.name)} IN ({listed_values})",), after=after, fields=(key,))
                ),
                before,
            ),
            "Q003",
            "some_values",
        )
    after = dice.say(
        f" that are neither {' nor '.join(words)}",
        f" except {both} ones",
        f" whose {said} is neither {' nor '.join(words)}",
        f" other than {both} ones",
        f" leaving out {both} ones",
        f" that are not {either}",
        f" whose {said} is not {either}",
        f" without {both} ones",
    )
    return answer_of(
        world,
        entity,
        also_filtered(
            world, entity, Filter(code=(f"{name(key.name)} NOT IN ({listed_values})",), after=after, fields=(key,))
        ),
        "Q004",
        "none_of_values",
    )


def _with_before(f: Filter, before: str) -> Filter:
    if not before:
        return f
    after = f.after.removesuffix(" and")
    return Filter(code=f.code, before=before + f.before, after=after, takes=f.takes, tags=f.tags, fields=f.fields)


def containing(world: World) -> Draft | None:
    """Rows whose text contains, begins with or ends with a given or stated text, in any case or exactly."""
    dice, entity = world.dice, any_entity(world)
    text = world.field(entity, is_str)
    if text is None:
        return None
    own, said, shape = name(text.name), field_words(dice, text), dice.pick(["contains", "contains", "starts", "ends"])
    parameter = Parameter(
        name=dice.pick(["term", "text", "part", "search", "word", "query", f"{text.name}_part"]), type=Scalar("str")
    )
    given, bound = (
        dice.pick([f"the {label(parameter.name)}", f"the given {label(parameter.name)}"]),
        f":{name(parameter.name)}",
    )
    any_case = shape == "contains" or dice.chance(0.5)
    wrapped = f"lower({bound})" if any_case else bound
    pattern = {"contains": f"'%' || {wrapped} || '%'", "starts": f"{wrapped} || '%'", "ends": f"'%' || {wrapped}"}[
        shape
    ]
    words = {
        "contains": (
            f" whose {said} contains {given}",
            f" with {given} somewhere in the {said}",
            f" that have {given} in their {said}",
            f" whose {said} has {given} in it",
            f" with a {said} that includes {given}",
        ),
        "starts": (
            f" whose {said} starts with {given}",
            f" whose {said} begins with {given}",
            f" with a {said} starting with {given}",
        ),
        "ends": (
            f" whose {said} ends with {given}",
            f" with a {said} ending in {given}",
            f" whose {said} has {given} at its end",
        ),
    }[shape]
    case = (
        dice.say(
            " in any case",
            ", upper or lower case alike,",
            " (ignoring case)",
            " whatever the case",
            " regardless of case",
            " without regard to case",
        )
        if any_case
        else ""
    )
    extra = Filter(
        code=(f"{f'lower({own})' if any_case else own} LIKE {pattern}",),
        after=dice.say(*words) + case,
        takes=(parameter,),
        fields=(text,),
    )
    return answer_of(world, entity, also_filtered(world, entity, extra), "Q006", "containing")


def between_numbers(world: World) -> Draft | None:
    """Rows whose number lies between two parameters or stated numbers, ends in or the upper one out."""
    dice, entity = world.dice, any_entity(world)
    field = world.field(entity, is_number)
    if field is None:
        return None
    own, said, open_end = name(field.name), field_words(dice, field), dice.chance(0.25)
    kind: Type = DecimalType() if isinstance(field.type, DecimalType) else field.type
    takes: tuple[Parameter, ...] = ()
    if dice.chance(0.5):
        low, high = dice.pick(
            [
                ("low", "high"),
                ("minimum", "maximum"),
                ("lower", "upper"),
                ("at_least", "at_most"),
                ("from_value", "to_value"),
                (f"min_{field.name}", f"max_{field.name}"),
            ]
        )
        takes = (Parameter(name=low, type=kind), Parameter(name=high, type=kind))
        one, two, a, b = label(low), label(high), f":{name(low)}", f":{name(high)}"
    else:
        first, last = sorted(dice.some(range(2, 300), 2))
        one, two, a, b = str(first), str(last), constant(first), constant(last)
    words = (
        dice.say(
            f" whose {said} is {one} or more but less than {two}",
            f" with {said} from {one} to below {two}",
            f" whose {said} is at least {one} and under {two}",
        )
        if open_end
        else dice.say(
            f" whose {said} is between {one} and {two}, both included,",
            f" with {said} from {one} to {two} inclusive",
            f" whose {said} is at least {one} and at most {two}",
            f" with a {said} of {one} to {two}, ends included,",
            f" whose {said} lies from {one} up to and including {two}",
        )
    )
    extra = Filter(
        code=(f"{own} >= {a} AND {own} {'<' if open_end else '<='} {b}",), after=words, takes=takes, fields=(field,)
    )
    f = extra if dice.chance(0.6) else also_filtered(world, entity, extra)
    return answer_of(world, entity, f, "Q008", "between")


def either_or(world: World) -> Draft | None:
    """Rows that meet one of two conditions, perhaps beside a third."""
    dice, entity = world.dice, any_entity(world)
    one = sample_condition(dice, entity, negatives=False, parameters=dice.chance(0.3))
    two = sample_condition(dice, entity, but=one.fields, negatives=False) if one else None
    if one is None or two is None or not one.relative.startswith(("whose", "with ", "that are", "which are")):
        return None
    rows = dice.say(
        f" {one.relative} or {two.relative}",
        f" {one.relative}, or {two.relative}",
        f" that fit at least one of these: {one.relative.removeprefix('that ')}; or {two.relative.removeprefix('that ')}",
    )
    first, second = one.sql(""), two.sql("")
    f = Filter(
        code=(f"({first} OR {second})",),
        after=rows,
        takes=(*one.takes, *two.takes),
        tags=(one.tag, two.tag),
        fields=(*one.fields, *two.fields),
    )
    third = sample_condition(dice, entity, but=f.fields) if dice.chance(0.3) else None
    if third is not None and third.adjective and not third.adjective.startswith(("not", "non")) and not third.takes:
        f = Filter(
            code=(third.sql(""), *f.code),
            before=f"{third.adjective} ",
            after=f.after,
            takes=f.takes,
            tags=f.tags,
            fields=f.fields,
        )
    else:
        f = Filter(code=(f"{first} OR {second}",), after=f.after, takes=f.takes, tags=f.tags, fields=f.fields)
    return answer_of(world, entity, f, "Q003", "either_or")


def flagged(world: World) -> Draft | None:
    """Rows by one or two yes-or-no columns, by a parameter for one, or counted both ways."""
    dice, entity = world.dice, any_entity(world)
    flags = dice.some([field for field in entity.fields if field.type == Scalar("bool")], 2)
    if not flags:
        return None
    words = [label(field.name).removeprefix("is ") for field in flags]
    if len(flags) == 2 and dice.chance(0.7):
        shape = dice.pick(["and", "but", "or", "neither"])
        a, b = name(flags[0].name), name(flags[1].name)
        code, after = {
            "and": (
                f"{a} AND {b}",
                dice.say(
                    f" that are {words[0]} and {words[1]}",
                    f" that are both {words[0]} and {words[1]}",
                    f" which are {words[0]} as well as {words[1]}",
                ),
            ),
            "but": (
                f"{a} AND NOT {b}",
                dice.say(
                    f" that are {words[0]} but not {words[1]}",
                    f" which are {words[0]} and not {words[1]}",
                    f" that are {words[0]} without being {words[1]}",
                ),
            ),
            "or": (
                f"{a} OR {b}",
                dice.say(
                    f" that are {words[0]} or {words[1]}",
                    f" that are {words[0]} or {words[1]} or both",
                    f" that are at least one of {words[0]} and {words[1]}",
                ),
            ),
            "neither": (
                f"NOT {a} AND NOT {b}",
                dice.say(
                    f" that are neither {words[0]} nor {words[1]}",
                    f" that are not {words[0]} and not {words[1]} either",
                ),
            ),
        }[shape]
        return answer_of(world, entity, Filter(code=(code,), after=after, fields=tuple(flags)), "Q003", "flagged")
    parameter = Parameter(name=dice.pick([flags[0].name, f"wanted_{flags[0].name}", "wanted"]), type=Scalar("bool"))
    after = dice.say(
        f" that are {words[0]} or not, as asked for,",
        f" whose {words[0]} flag equals the given one",
        f" that are {words[0]} when that is wanted, and otherwise those that are not",
    )
    return answer_of(
        world,
        entity,
        Filter(
            code=(f"{name(flags[0].name)} = :{name(parameter.name)}",),
            after=after,
            takes=(parameter,),
            fields=tuple(flags),
        ),
        "Q003",
        "flagged",
    )


PATTERNS = (
    (two_columns, 2),
    (some_values, 4),
    (containing, 2.5),
    (between_numbers, 2.5),
    (either_or, 2),
    (flagged, 2),
)
