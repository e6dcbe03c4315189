"""Queries that add up the children of each root: totals per row, two lists against each other, bounds and limits."""

from collections.abc import Sequence

from inlay.contract import DecimalType, Entity, Parameter, Scalar, Type
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.conditions import compare_words
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import article, field_words, label, many
from inlay_finetune.synthetic.patterns.query_frames import (
    Columns,
    by_amount,
    by_text,
    grouped,
    of_one,
    picked,
    plain_fields,
    query,
    role,
    text_of,
    zero_words,
)
from inlay_finetune.synthetic.patterns.query_measures import measure
from inlay_finetune.synthetic.patterns.query_parts import Filter, column, filters, glued, rows_words, table, where
from inlay_finetune.synthetic.patterns.query_totals import amount_of, by_key
from inlay_finetune.synthetic.world import World, is_decimal, is_int

__all__ = ["PATTERNS"]


def total_per_row(world: World) -> Draft | None:
    """Each root with columns of its own and the total of its children, with or without those that have none."""
    dice, keep = world.dice, world.dice.chance(0.5)
    low, top, one = table(world.child), table(world.root), label(world.root.name)
    f = filters(world, world.root, f"{top}.", most=1, likely=0.5)
    g = filters(world, world.child, f"{low}.", most=1, likely=0.25)
    rows = rows_words(world, world.child)
    a = measure(world, world.child, f"{low}.", g, rows)
    shown = dice.some(plain_fields(world.root), dice.between(0, 2))
    if a is None:
        return None
    key = dice.pick(["id", f"{snake_case(world.root.name)}_id"])
    columns: Columns = [(key, Scalar("int")), *((field.name, field.type) for field in shown), (a.alias, a.kind)]
    picks = [
        f"{top}.id" if key == "id" else f"{top}.id AS {name(key)}",
        *(f"{top}.{name(field.name)}" for field in shown),
    ]
    group = ", ".join([f"{top}.id", *(f"{top}.{name(field.name)}" for field in shown)])
    order = (
        by_amount(world, a.alias, f"{top}.id", "id", down=dice.chance(0.8))
        if dice.chance(0.5)
        else by_key(world, f"{top}.", one)
    )
    told = [field_words(dice, field) for field in shown]
    who = f"{f.before}{one}{of_one(f.after)}"
    words = {"who": who, "total": a.words, "many": f.noun(many(dice, world.root))}
    if told and dice.chance(0.7):
        whole = dice.tell("queries_totals.row_with", told=", ".join(told), **words)
    else:
        whole = a.per(world, who) if dice.chance(0.5) else dice.tell("queries_totals.row", **words)
    having, held = "", ""
    takes: tuple[Parameter, ...] = ()
    if not keep and dice.chance(0.35):
        operator, parameter = (
            dice.pick([">=", ">", "<", "<="]),
            Parameter(name=dice.pick(["minimum", "limit", "threshold", "bound", "least"]), type=a.kind),
        )
        shown_bound = "the given amount" if parameter.name == "least" else f"the {label(parameter.name)}"
        having, takes = f" HAVING {a.code} {operator} :{name(parameter.name)}", (parameter,)
        held = glued(dice.tell("queries_totals.held", how=compare_words(dice, operator, shown_bound)))
    does = order.after(world, whole + (zero_words(world, one, rows) if keep else "") + held)
    code = a.zero if keep else a.code
    source = (
        f"{top} LEFT JOIN {low} ON {' AND '.join([f'{low}.{column(world.root.name)} = {top}.id', *g.code])}{where(*f.code)}"
        if keep
        else f"{low} JOIN {top} ON {top}.id = {low}.{column(world.root.name)}{where(*g.code, *f.code)}"
    )
    body = f"SELECT {', '.join([*picks, f'{code} AS {name(a.alias)}'])} FROM {source} GROUP BY {group}{having} ORDER BY {order.code}"
    return query("total_per_row", (*f.takes, *g.takes, *takes), columns, does, body, "Q036", *f.tags, *g.tags)


def against_own_column(world: World) -> Draft | None:
    """Roots whose children add up to more or less than a column of the root; those without children count as zero."""
    dice = world.dice
    owners = [(world.root, world.child, world.root.name, rows_words(world, world.child))]
    if world.thing is not None and world.link is not None:
        owners.append((world.thing, world.child, world.link, rows_words(world, world.child)))
    entity, rows, key, rows_said = dice.pick(owners)
    text, own = text_of(entity), world.field(entity, is_decimal, is_int)
    if own is None or text is None:
        return None
    low, top, who = table(rows), table(entity), label(entity.name)
    a = amount_of(world, rows, f"{low}.", Filter(), rows_said)
    if a is None or a.alias == own.name:
        return None
    operator, said = dice.pick(["<", "<=", ">", ">="]), field_words(dice, own)
    bound = f"{top}.{name(own.name)}"
    how = compare_words(dice, operator, dice.tell("queries_totals.against_bound", said=said))
    zero = _tell(world, "against_zero", rows=rows_said, **_one(who))
    with_sum = dice.chance(0.7)
    tail = _tell(world, "against_sum") if with_sum else ""
    order = by_text(world, f"{top}.", text)
    shown, texts = role(world, entity, text), field_words(dice, text)
    whole = dice.tell("queries_totals.against", many=many(dice, entity), total=a.words, how=how, said=said, texts=texts)
    does = order.after(world, whole + zero + tail)
    columns: Columns = [(shown, text.type), *([(a.alias, a.kind)] if with_sum else [])]
    picks = picked(f"{top}.", text, shown) + (f", {a.zero} AS {name(a.alias)}" if with_sum else "")
    return query(
        "against_own",
        (),
        columns,
        does,
        f"SELECT {picks} FROM {top} LEFT JOIN {low} ON {low}.{column(key)} = {top}.id GROUP BY {top}.id, {top}.{name(text.name)}, {bound} HAVING {a.zero} {operator} {bound} ORDER BY {order.code}",
        "Q041",
    )


def _tell(world: World, key: str, **phrases: str) -> str:
    return glued(world.dice.tell(f"queries_totals.{key}", **phrases))


def _one(who: str) -> dict[str, str]:
    return {"one": who, "a": article(who), "A": article(who).capitalize()}


def _sub(world: World, entity: Entity, code: str, *tests: str) -> str:
    inner = " AND ".join([f"{table(entity)}.{column(world.root.name)} = {table(world.root)}.id", *tests])
    return f"(SELECT {code} FROM {table(entity)} WHERE {inner})"


def two_lists(world: World) -> Draft | None:
    """Per root the totals of both lists of children side by side, or one less the other, by subqueries."""
    dice, second = world.dice, world.second
    if second is None or world.seconds is None:
        return None
    f = filters(world, world.root, "", most=1, likely=0.5)
    first_rows, second_rows = rows_words(world, world.child), label(world.seconds)
    a = amount_of(world, world.child, f"{table(world.child)}.", Filter(), first_rows)
    b = amount_of(world, second, f"{table(second)}.", Filter(), second_rows)
    who, root = label(world.root.name), many(dice, world.root)
    if a is None or b is None:
        return None
    one, two = _sub(world, world.child, a.zero), _sub(world, second, b.zero)
    order = by_key(world, "", who)
    zero = _tell(world, "sums_zero") if dice.chance(0.7) else ""
    shape = dice.pick(["side", "counts", "minus", "open"])
    key = dice.pick(["id", f"{snake_case(world.root.name)}_id"])
    first = "id" if key == "id" else f"id AS {name(key)}"
    each = f"{f.before}{who}{of_one(f.after)}"

    def of_roots(own: str, picks: Sequence[tuple[str, str, Type]], said: str, tag: str, *tests: str) -> Draft | None:
        columns = [(key, Scalar("int")), *((shown, kind) for _, shown, kind in picks)]
        picked = ", ".join([first, *(f"{code} AS {name(shown)}" for code, shown, _ in picks)])
        body = f"SELECT {picked} FROM {table(world.root)}{where(*f.code, *tests)} ORDER BY id"
        return query(own, f.takes, columns, order.after(world, said), body, tag, *f.tags)

    if shape == "counts":
        x, y = _sub(world, world.child, "count(*)"), _sub(world, second, "count(*)")
        both = dice.tell("queries_totals.two_counts", one=first_rows, two=second_rows)
        counts = [(x, world.children, Scalar("int")), (y, world.seconds, Scalar("int"))]
        return of_roots("two_counts", counts, grouped(world, both, each), "Q093")
    if shape == "side":
        both = grouped(world, dice.tell("queries_totals.two_sums", a=a.words, b=b.words), each) + zero
        return of_roots("two_sums", [(one, a.alias, a.kind), (two, b.alias, b.kind)], both, "Q093")
    alias = dice.pick(["balance", "open_amount", "difference", "remaining", "outstanding", "owed", "left"])
    kind: Type = DecimalType() if DecimalType() in (a.kind, b.kind) else Scalar("int")
    whole = dice.tell("queries_totals.minus", a=a.words, b=b.words, name=label(alias))
    if shape == "minus":
        return of_roots(
            "list_difference", [(f"{one} - {two}", alias, kind)], grouped(world, whole, each) + zero, "Q092"
        )
    exceeds = dice.tell("queries_totals.exceeds", many=f.noun(root), a=a.words, b=b.words) + zero
    return of_roots("list_exceeds", [], exceeds, "Q092", f"{one} > {two}")


def own_less_children(world: World) -> Draft | None:
    """A column of the root less the total of its children: all, or where something is left."""
    dice, own = world.dice, world.field(world.root, is_decimal)
    entity = world.second if world.second is not None and dice.chance(0.5) else world.child
    rows = label(world.seconds) if entity == world.second and world.seconds else rows_words(world, world.child)
    f = filters(world, world.root, "", most=1, likely=0.4, but=(own,) if own else ())
    a = amount_of(world, entity, f"{table(entity)}.", Filter(), rows)
    if own is None or a is None:
        return None
    sub, said = _sub(world, entity, a.zero), field_words(dice, own)
    code, alias = (
        f"{name(own.name)} - {sub}",
        dice.pick(["open_amount", "balance", "remaining", "outstanding", "rest", "difference", "open"]),
    )
    who, key = label(world.root.name), dice.pick(["id", f"{snake_case(world.root.name)}_id"])
    each, order = f"{f.before}{who}{of_one(f.after)}", by_key(world, "", who)
    open_only = dice.chance(0.5)
    whole = dice.tell("queries_totals.own_minus", said=said, total=a.words, name=label(alias))
    does = grouped(world, whole, each) + (_tell(world, "own_zero", **_one(who)) if dice.chance(0.67) else "")
    test = f"{code} > 0"
    if open_only:
        does += _tell(world, "own_left")
    return query(
        "own_less",
        f.takes,
        [(key, Scalar("int")), (alias, DecimalType())],
        order.after(world, does),
        f"SELECT {'id' if key == 'id' else f'id AS {name(key)}'}, {code} AS {name(alias)} FROM {table(world.root)}{where(*f.code, *([test] if open_only else []))} ORDER BY id",
        "Q092",
        *f.tags,
    )


PATTERNS = (
    (total_per_row, 3.5),
    (against_own_column, 2.5),
    (two_lists, 3),
    (own_less_children, 2),
)
