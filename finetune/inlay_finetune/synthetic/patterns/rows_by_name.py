"""Rows by name or day: matches in another list, others on the same day, distinct values, the best of each name."""

from inlay.contract import EntityType, ListType, MapType, Parameter, Type
from inlay.contract.naming import plural, snake_case
from inlay_finetune.synthetic.comparing import KEYS, compare_words
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.over_rows import claimed, scope_of, whole
from inlay_finetune.synthetic.patterns.parts import DATE, DECIMAL, INT, root_of
from inlay_finetune.synthetic.patterns.rows import source_of
from inlay_finetune.synthetic.patterns.tails import spaced
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int, is_number, is_str

__all__ = ["PATTERNS", "TOLD_IN"]

TOLD_IN = "over_rows"


def matched(world: World) -> Draft | None:
    """Rows that have, or lack, a match in another list: by an equal text, with enough of something."""
    dice, (root, takes) = world.dice, root_of(world)
    entity = dice.pick([each for each in (world.child, world.second, world.other, world.thing) if each is not None])
    key, theirs = world.field(world.child, is_str), world.field(entity, is_str)
    if key is None or theirs is None:
        return None
    theirs = key if entity == world.child else theirs
    over, stock, other = f"{root}.{name(world.children)}", f"{root}.{name(world.seconds or '')}", world.seconds or ""
    if entity != world.second:
        other = f"{dice.pick(['available', 'known', 'offered', 'other'])}_{plural(snake_case(entity.name))}"
        over, takes = source_of(world)
        stock, takes = name(other), (*takes, Parameter(name=other, type=ListType(EntityType(entity.name))))
    it = each_child(dice, world)
    words = {"it": it, "o": label(entity.name), "rows": rows_of(dice, world), "others": label(other)}
    words |= {"k": field_words(dice, key), "k2": field_words(dice, theirs)}
    match = dice.tell(f"over_rows.match.{'same' if key.name == theirs.name else 'equal'}", **words)
    test = f"<v1>.{name(theirs.name)} == <v0>.{name(key.name)}"
    number = world.field(world.child, is_decimal, is_int)
    check = is_decimal if number is not None and is_decimal(number.type) else is_int
    enough = number if entity == world.child else world.field(entity, check)
    if number is not None and enough is not None and dice.chance(0.7):
        operator = dice.pick([">=", ">=", ">", "<="])
        how = compare_words(dice, operator, f"that {it}'s {field_words(dice, number)}")
        more = dice.tell("over_rows.match.enough", how=how, n=field_words(dice, enough))
        match += spaced(more)
        test += f" and <v1>.{name(enough.name)} {operator} <v0>.{name(number.name)}"
    quant = dice.pick(["all", "all", "any", "none", "not_all", "count", "missing"])
    does, found = dice.tell(f"over_rows.matched.{quant}", m=match, **words), f"any({test} for <v1> in {stock})"
    if quant in ("count", "missing"):
        code = f"sum(1 for <v0> in {over} if {'not ' if quant == 'missing' else ''}{found})"
        return whole(world, "matches", takes, INT, does, f"return {code}")
    code = f"{'any' if quant in ('any', 'none') else 'all'}({found} for <v0> in {over})"
    return claimed(world, "all_matched", takes, does, f"not {code}" if quant in ("none", "not_all") else code)


def same_day(world: World) -> Draft | None:
    """No other row, some other row or so many on the same day as a new one or on a given day."""
    dice, day, key = world.dice, world.field(world.child, is_date), world.field(world.child, is_str)
    if day is None:
        return None
    scope, kind = scope_of(world, filters=0.45), dice.pick(["day", "new", "other", "key"] if key else ["day", "new"])
    new = dice.pick(["day", "wanted_day", "new_date"]) if kind == "day" else f"new_{snake_case(world.child.name)}"
    words = {"rows": scope.np, "d": day_noun(dice, day), "g": f"the {'given day' if new == 'day' else label(new)}"}
    test = f"<v0>.{name(day.name)} == {name(new)}{'' if kind == 'day' else f'.{name(day.name)}'}"
    if key is not None and kind in ("other", "key"):
        words["k"] = field_words(dice, key)
        test += f" and <v0>.{name(key.name)} {'!=' if kind == 'other' else '=='} {name(new)}.{name(key.name)}"
    where = scope.where.removeprefix(" if ")
    test += f" and {f'({where})' if ' or ' in where else where}" if where else ""
    takes = (*scope.takes, Parameter(name=new, type=DATE if kind == "day" else EntityType(world.child.name)))
    quant, n = dice.pick(["none", "none", "none", "any", "any", "count", "most"]), str(dice.between(2, 6))
    match = dice.tell(f"over_rows.day.{kind}", **words)
    does = dice.tell(f"over_rows.on_day.{quant}", m=match, n=number_said(dice, n))
    count, found = f"sum(1 for <v0> in {scope.over} if {test})", f"any({test} for <v0> in {scope.over})"
    if quant == "count":
        return whole(world, "on_same_day", takes, INT, does, f"return {count}", scope.note)
    code = {"any": found, "none": f"not {found}", "most": f"{count} <= {constant(n)}"}[quant]
    return claimed(world, "day_is_free", takes, does, code, scope.note)


def per_name(world: World) -> Draft | None:
    """Per name the largest, smallest, first or last value, as a map; or how many different names there are."""
    dice, key, field = world.dice, world.field(world.child, is_str), world.field(world.child, is_number, is_date)
    if key is None:
        return None
    scope, k = scope_of(world, key, *((field,) if field else ()), filters=0.6), field_words(dice, key)
    words, access, takes = {"rows": scope.np, "k": k, "ks": plural(k)}, f"<v0>.{name(key.name)}", scope.takes
    if field is None or dice.chance(0.4):
        names, n, operator = f"len({{{scope.each(access)}}})", str(dice.between(2, 8)), dice.pick(list(KEYS))
        if dice.chance(0.4):
            does = dice.tell("over_rows.names.count", **words)
            return whole(world, "different", takes, INT, does, f"return {names}", scope.note)
        how = dice.tell(f"over_rows.number.{KEYS[operator]}", k=number_said(dice, n))
        said = dice.tell("over_rows.names.claim", how=how, **words)
        return claimed(world, "is_varied", takes, said, f"{names} {operator} {constant(n)}", scope.note)
    value, how = f"<v0>.{name(field.name)}", dice.pick(["most", "most", "least", "least", "first", "last"])
    typed: Type = DATE if is_date(field.type) else DECIMAL if is_decimal(field.type) else INT
    words["a"] = day_noun(dice, field) if typed == DATE else field_words(dice, field)
    if how in ("most", "least"):
        words["w"] = dice.tell(f"over_rows.names.{how}_{'day' if typed == DATE else 'number'}")
    does = dice.tell(f"over_rows.names.{how if how in ('first', 'last') else 'best'}", **words)
    best = f"<v1>[{access}] = {'max' if how == 'most' else 'min'}({value}, <v1>.get({access}, {value}))"
    step = f"<v1>.setdefault({access}, {value})" if how == "first" else best
    inner = f"   {scope.where}:\n        {step}" if scope.where else f"    {step}"
    start = f"<v1>: dict[str, {'Decimal' if typed == DECIMAL else typed}] = {{}}"
    body = f"{start}\nfor <v0> in {scope.over}:\n{inner}\nreturn <v1>"
    body = f"return {{{access}: {scope.each(value)}}}" if how == "last" else body
    return whole(world, f"{how}_per_{key.name}", takes, MapType(typed), does, body, scope.note)


PATTERNS = ((matched, 1.5), (same_day, 1.5), (per_name, 2))
