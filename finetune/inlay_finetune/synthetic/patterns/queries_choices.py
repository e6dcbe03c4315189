"""Queries over one table: two columns compared, values in and out, texts that contain, ranges, either-or, ranks."""

from inlay.contract import DecimalType, EnumType, Parameter, Scalar, Type
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, value_words
from inlay_finetune.synthetic.patterns.query_frames import tail
from inlay_finetune.synthetic.patterns.query_parts import Filter
from inlay_finetune.synthetic.patterns.query_tables import also_filtered, answer_of, any_entity
from inlay_finetune.synthetic.turns import flag_turn
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int, is_number, is_str

__all__ = ["PATTERNS"]


_DAYS = {">": "after", "<": "before", ">=": "not_before", "<=": "not_after"}
_NUMBERS = {">": "above", "<": "below", ">=": "at_least", "<=": "at_most"}


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
    key = f"days.{_DAYS[operator]}" if dated else f"numbers.{_NUMBERS[operator]}"
    after = tail(world, f"queries_choices.{key}", a=a, b=b)
    extra = Filter(code=(f"{name(one.name)} {operator} {name(two.name)}",), after=after, fields=(one, two))
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
        after = tail(world, "queries_choices.one_of", either=either, both=both, said=said)
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
    neither = " nor ".join(words)
    after = tail(world, "queries_choices.none_of", neither=neither, either=either, both=both, said=said)
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
    after = tail(world, f"queries_choices.text.{shape}", said=said, given=given)
    after += tail(world, "queries_choices.any_case") if any_case else ""
    extra = Filter(
        code=(f"{f'lower({own})' if any_case else own} LIKE {pattern}",),
        after=after,
        takes=(parameter,),
        fields=(text,),
    )
    tag = "Q006" if shape == "contains" else "Q007"
    return answer_of(world, entity, also_filtered(world, entity, extra), tag, "containing")


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
    shape = "half_open" if open_end else "closed"
    words = tail(world, f"queries_choices.range.{shape}", said=said, low=one, high=two)
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
    bare, bare_two = (each.relative.removeprefix("that ") for each in (one, two))
    rows = tail(world, "queries_choices.either", one=one.relative, two=two.relative, bare=bare, bare_two=bare_two)
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
    turns = [flag_turn(field.name) for field in flags]
    words, plain = [turn.word for turn in turns], all(turn.kind in ("done", "flag") for turn in turns)
    if len(flags) == 2 and plain and dice.chance(0.7):
        shape = dice.pick(["both", "first", "any", "neither"])
        a, b = name(flags[0].name), name(flags[1].name)
        codes = {
            "both": f"{a} AND {b}",
            "first": f"{a} AND NOT {b}",
            "any": f"{a} OR {b}",
            "neither": f"NOT {a} AND NOT {b}",
        }
        code, after = codes[shape], tail(world, f"queries_choices.flags.{shape}", a=words[0], b=words[1])
        return answer_of(world, entity, Filter(code=(code,), after=after, fields=tuple(flags)), "Q003", "flagged")
    parameter = Parameter(name=dice.pick([flags[0].name, f"wanted_{flags[0].name}", "wanted"]), type=Scalar("bool"))
    if plain and dice.chance(0.7):
        after = tail(world, "queries_choices.flag_wanted", a=words[0])
    else:
        after = tail(world, "queries_choices.flag_given", a=label(flags[0].name).removeprefix("is "))
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
