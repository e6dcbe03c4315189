"""Queries that give rows with columns of two and three tables under role names, filtered at any level."""

from inlay.contract import OptionalType, Parameter, Scalar
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, many
from inlay_finetune.synthetic.patterns.query_columns import key_name, of_partner, sorting_of, told_as_list
from inlay_finetune.synthetic.patterns.query_frames import Columns, listed, picked, plain_fields, query, role, text_of
from inlay_finetune.synthetic.patterns.query_parts import column, filters, glued, rows_words, table, where
from inlay_finetune.synthetic.world import World, is_decimal

__all__ = ["PATTERNS"]


def _tell(world: World, key: str, **phrases: str) -> str:
    return glued(world.dice.tell(f"queries_roles.{key}", **phrases))


def two_partners(world: World) -> Draft | None:
    """Children with a column of what they refer to and one of their owner."""
    dice, thing = world.dice, world.thing
    if thing is None or world.link is None:
        return None
    what, owner = text_of(thing), dice.pick([*plain_fields(world.root), None])
    if what is None or owner is None:
        return None
    low, left, right = table(world.child), table(world.root), table(thing)
    f = filters(world, world.child, f"{low}.", most=1, likely=0.4)
    g = filters(world, world.root, f"{left}.", most=1, likely=0.5, but=(owner,))
    own = dice.some(plain_fields(world.child), dice.between(0, 2))
    one, two = role(world, thing, what, world.link), role(world, world.root, owner)
    columns: Columns = [*((field.name, field.type) for field in own), (one, what.type), (two, owner.type)]
    code = [
        *(f"{low}.{name(field.name)}" for field in own),
        picked(f"{right}.", what, one),
        picked(f"{left}.", owner, two),
    ]
    if dice.chance(0.6):
        key = key_name(world, world.child.name)
        columns.insert(0, (key, Scalar("int")))
        code.insert(0, f"{low}.id" if key == "id" else f"{low}.id AS {name(key)}")
    order = sorting_of(world, f"{low}.", own)
    told = told_as_list(
        world,
        [
            *(field_words(dice, field) for field in own),
            of_partner(world, label(world.link), what),
            of_partner(world, label(world.root.name), owner),
        ],
    )
    rows = f.noun(rows_words(world, world.child)) + (
        _tell(world, "of_child", g=g.noun(many(dice, world.root))) if g.code else ""
    )
    join = f"{low} JOIN {left} ON {left}.id = {low}.{column(world.root.name)} JOIN {right} ON {right}.id = {low}.{column(world.link)}"
    return query(
        "rows_with_partners",
        (*f.takes, *g.takes),
        columns,
        listed(world, rows, told, order),
        f"SELECT {', '.join(code)} FROM {join}{where(*f.code, *g.code)} ORDER BY {order.code}",
        "Q013",
        *f.tags,
        *g.tags,
    )


def chain(world: World) -> Draft | None:
    """Children of the roots of one partner, named by a parameter or by a condition on any level."""
    dice, text, reference = world.dice, text_of(world.other), world.root.field(world.reference)
    if text is None or reference is None:
        return None
    low, middle, top = table(world.child), table(world.root), table(world.other)
    who = label(world.reference)
    f = filters(world, world.child, f"{low}.", most=1, likely=0.45)
    g = filters(world, world.root, f"{middle}.", most=1, likely=0.45)
    own = dice.some(plain_fields(world.child), dice.between(1, 2))
    takes: tuple[Parameter, ...] = ()
    if dice.chance(0.55):
        takes = (
            Parameter(
                name=dice.pick([text.name, f"{world.reference}_{text.name}", world.reference]), type=Scalar("str")
            ),
        )
        said = field_words(dice, text)
        test = f"{top}.{name(text.name)} = :{name(takes[0].name)}"
        owner = _tell(world, "of_one", who=who, said=said)
    else:
        condition = sample_condition(dice, world.other, but=(text,))
        if condition is None:
            return None
        test, some = condition.sql(f"{top}."), f"{many(dice, world.other)} {condition.relative}"
        owner = _tell(world, "of_some", g=some, who=who)
    rows = f.noun(rows_words(world, world.child)) + _tell(world, "of_child", g=g.noun(many(dice, world.root))) + owner
    columns: Columns = [
        (key_name(world, world.child.name), Scalar("int")),
        *((field.name, field.type) for field in own),
    ]
    code = [
        f"{low}.id" if columns[0][0] == "id" else f"{low}.id AS {name(columns[0][0])}",
        *(f"{low}.{name(field.name)}" for field in own),
    ]
    if dice.chance(0.5) and not takes:
        alias = role(world, world.other, text, world.reference)
        columns.append((alias, text.type))
        code.append(picked(f"{top}.", text, alias))
    order = sorting_of(world, f"{low}.", own)
    told = told_as_list(world, [field_words(dice, field) for field in own])
    join = f"{low} JOIN {middle} ON {middle}.id = {low}.{column(world.root.name)} JOIN {top} ON {top}.id = {middle}.{column(world.reference)}"
    body = f"SELECT {', '.join(code)} FROM {join}{where(*f.code, *g.code, test)} ORDER BY {order.code}"
    return query(
        "chain", (*f.takes, *g.takes, *takes), columns, listed(world, rows, told, order), body, "Q014", *f.tags, *g.tags
    )


def first_by_amount(world: World) -> Draft | None:
    """The first n by a value, with the partner's text."""
    dice, text, reference = world.dice, text_of(world.other), world.root.field(world.reference)
    amount = world.field(world.root, is_decimal)
    if text is None or reference is None or amount is None or isinstance(reference.type, OptionalType):
        return None
    left, right, said = table(world.root), table(world.other), field_words(dice, amount)
    f = filters(world, world.root, f"{left}.", most=1, likely=0.5, but=(amount,))
    down, rows = dice.chance(0.75), f.noun(rows_words(world, world.root))
    takes: tuple[Parameter, ...] = ()
    if dice.chance(0.5):
        n = Parameter(name=dice.pick(["n", "count", "how_many", "top", "size"]), type=Scalar("int"))
        takes, limit = (n,), f":{name(n.name)}"
        few = dice.pick(["n", "given number of"]) if n.name == "n" else "given number of"
    else:
        stated = str(dice.between(2, 30))
        limit, few = constant(stated), stated
    alias = role(world, world.other, text, world.reference)
    columns: Columns = [("id", Scalar("int")), (alias, text.type), (amount.name, amount.type)]
    code = [f"{left}.id", picked(f"{right}.", text, alias), f"{left}.{name(amount.name)}"]
    one = of_partner(world, label(world.reference), text)
    does = dice.tell(
        f"queries_roles.{'highest' if down else 'lowest'}",
        few=few,
        so="so many as given" if takes else few,
        rows=rows,
        said=said,
        one=one,
    )
    does += _tell(world, "ties") if dice.chance(0.75) else ""
    return query(
        "first_by_amount",
        (*f.takes, *takes),
        columns,
        does,
        f"SELECT {', '.join(code)} FROM {left} JOIN {right} ON {right}.id = {left}.{column(world.reference)}{where(*f.code)} ORDER BY {left}.{name(amount.name)}{' DESC' if down else ''}, {left}.id LIMIT {limit}",
        "Q067",
        *f.tags,
    )


def second_rows(world: World) -> Draft | None:
    """Rows of the second list with a column of their owner and of the owner's partner."""
    dice, second, text = world.dice, world.second, text_of(world.other)
    if second is None or world.seconds is None:
        return None
    low, middle, top = table(second), table(world.root), table(world.other)
    reference = world.root.field(world.reference)
    owner = dice.pick([*plain_fields(world.root), None])
    deep = (
        text is not None and reference is not None and not isinstance(reference.type, OptionalType) and dice.chance(0.5)
    )
    if owner is None:
        return None
    own = dice.some(plain_fields(second), dice.between(1, 2))
    f = filters(world, second, f"{low}.", most=1, likely=0.4)
    g = filters(world, world.root, f"{middle}.", most=1, likely=0.4)
    columns: Columns = [(field.name, field.type) for field in own]
    code, parts = [f"{low}.{name(field.name)}" for field in own], [field_words(dice, field) for field in own]
    join = f"{low} JOIN {middle} ON {middle}.id = {low}.{column(world.root.name)}"
    if deep and text is not None:
        alias = role(world, world.other, text, world.reference)
        columns.append((alias, text.type))
        code.append(picked(f"{top}.", text, alias))
        parts.append(of_partner(world, label(world.reference), text))
        join += f" JOIN {top} ON {top}.id = {middle}.{column(world.reference)}"
    else:
        alias = role(world, world.root, owner)
        columns.append((alias, owner.type))
        code.append(picked(f"{middle}.", owner, alias))
        one = label(world.root.name)
        parts.append(dice.tell("queries_roles.owner_field", said=field_words(dice, owner), one=one))
    order = sorting_of(world, f"{low}.", own)
    rows = f.noun(label(world.seconds))
    if g.code or dice.chance(0.3):
        rows += _tell(world, "of_child", g=g.noun(many(dice, world.root)))
    return query(
        "second_rows",
        (*f.takes, *g.takes),
        columns,
        listed(world, rows, told_as_list(world, parts), order),
        f"SELECT {', '.join(code)} FROM {join}{where(*f.code, *g.code)} ORDER BY {order.code}",
        "Q013",
        *f.tags,
        *g.tags,
    )


PATTERNS = (
    (two_partners, 3),
    (chain, 3),
    (first_by_amount, 2),
    (second_rows, 3),
)
