"""Keys and texts picked from rows: the one with the largest sum, those past a limit, doubles, distinct ones, names in order."""

from inlay.contract import ListType, OptionalType, Parameter
from inlay.contract.naming import plural
from inlay_finetune.synthetic.comparing import COMPARISONS, KEYS, compare_words, literal
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import DECIMAL, INT, TEXT, done
from inlay_finetune.synthetic.patterns.row_keys import Amount, RowKey, amount_of, key_of, loop
from inlay_finetune.synthetic.patterns.rows import Rows, all_of, bare, rows
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.world import World, is_decimal, is_number, is_str

__all__ = ["PATTERNS"]

_LIMITS = ("limit", "threshold", "bound", "level", "mark")
_FOLDED = ".strip().lower()"


def _tallied(key: RowKey, amount: Amount | None, r: Rows) -> str:
    """Spell the lines that leave the sum, or the number of rows, of each key in `<v1>`."""
    if amount is None:
        return f"<v1> = Counter({key.code} for <v0> in {r.code}{r.where})"
    return f"{amount.sums}\n{loop(r, f'<v1>[{key.code}] += {amount.code}')}"


def top_key(world: World) -> Draft | None:
    """R157: the key whose sum or number of rows is the largest or smallest, the first in the alphabet on a tie."""
    key = key_of(world)
    amount = amount_of(world, but=key.fields) if key and world.dice.chance(0.7) else None
    if key is None:
        return None
    dice, high = world.dice, world.dice.chance(0.7)
    r = rows(world, filters=0.35, but=(*key.fields, *(amount.fields if amount else ())))
    shape = f"{'sum' if amount else 'count'}.{'most' if high else 'least'}"
    words = {"k": key.one, "a": amount.one if amount else "", "all": all_of(r), "bare": bare(r)}
    does = dice.tell(f"keyed_picks.top.{shape}", **words)
    does = tailed(does, dice.tell("keyed_picks.tie", k=key.one, ks=key.many))
    does = tailed(does, dice.tell("keyed_picks.none", k=key.one, rows=rows_of(dice, world)))
    best = f"min(<v1>, key=lambda <v2>: ({'-' if high else ''}<v1>[<v2>], <v2>), default=None)"
    body = f"{_tallied(key, amount, r)}\nreturn {best}"
    return done("top_key", r.takes, OptionalType(TEXT), does, body, "R157", *r.tags)


def keys_past_limit(world: World) -> Draft | None:
    """R158: keys whose sum or number of rows passes a limit, in alphabetical order."""
    key = key_of(world)
    amount = amount_of(world, but=key.fields) if key and world.dice.chance(0.7) else None
    if key is None:
        return None
    dice, operator = world.dice, world.dice.pick([">", ">", ">=", ">=", "<", "<="])
    r, kind = rows(world, filters=0.3, but=(*key.fields, *(amount.fields if amount else ()))), amount.kind if amount else INT  # fmt: skip
    stated = str(dice.round_number(2, 1000 if amount else 12))
    code, shown, takes = literal(kind, stated), number_said(dice, stated), r.takes
    if dice.chance(0.45):
        limit = Parameter(name=dice.pick(_LIMITS), type=kind)
        code, shown, takes = name(limit.name), f"the {label(limit.name)}", (*takes, limit)
    words = {"k": key.one, "ks": key.many, "all": all_of(r), "bare": bare(r), "it": each_child(dice, world)}
    if amount is None:
        counted = shown.isdigit() and dice.chance(0.6)
        many = dice.tell(f"over_rows.number.{KEYS[operator]}", k=shown) if counted else ""
        how = f"{many} {bare(r)}" if counted else compare_words(dice, operator, shown)
        does = dice.tell(f"keyed_picks.past.{'counted' if counted else 'count'}", how=how, **words)
    else:
        does = dice.tell("keyed_picks.past.sum", a=amount.one, how=compare_words(dice, operator, shown), **words)
    does = tailed(does, dice.tell("keyed_picks.sorted", ks=key.many))
    body = f"{_tallied(key, amount, r)}\nreturn sorted(<v2> for <v2>, <v3> in <v1>.items() if <v3> {operator} {code})"
    return done("keys_past_limit", takes, ListType(TEXT), does, body, "R158", *r.tags)


def repeated_texts(world: World) -> Draft | None:
    """R149: texts that occur more than once, exactly once or at least so often, each once and sorted."""
    key = key_of(world, enums=False)
    if key is None:
        return None
    dice, r = world.dice, rows(world, filters=0.25, but=key.fields)
    shape, n = dice.pick(["twice", "twice", "once", "often"]), str(dice.between(3, 6))
    test = {"twice": "> 1", "once": "== 1", "often": f">= {constant(n)}"}[shape]
    words = {"k": key.one, "ks": key.many, "all": all_of(r), "bare": bare(r), "n": number_said(dice, n)}
    does, folded = dice.tell(f"keyed_picks.repeated.{shape}", **words), dice.chance(0.3)
    does = tailed(does, dice.tell("keyed_picks.sorted", ks=key.many))
    does = tailed(does, dice.tell("keyed_picks.folded")) if folded else does
    counted = f"<v1> = Counter({key.code}{_FOLDED if folded else ''} for <v0> in {r.code}{r.where})"
    body = f"{counted}\nreturn sorted(<v2> for <v2>, <v3> in <v1>.items() if <v3> {test})"
    return done("repeated", r.takes, ListType(TEXT), does, body, "R149", *r.tags)


def distinct_in_order(world: World) -> Draft | None:
    """R147: different texts in the order of the list, exact or regardless of case and blanks around."""
    key = key_of(world, enums=False)
    if key is None:
        return None
    dice, r, folded = world.dice, rows(world, filters=0.35, but=key.fields), world.dice.chance(0.5)
    words = {"k": key.one, "ks": key.many, "all": all_of(r), "bare": bare(r)}
    does = dice.tell("keyed_picks.distinct", **words)
    does = tailed(does, dice.tell("keyed_picks.folded")) if folded else does
    code = f"{key.code}{_FOLDED if folded else ''}"
    body = f"return list(dict.fromkeys({code} for <v0> in {r.code}{r.where}))"
    return done("distinct", r.takes, ListType(TEXT), does, body, "R147", *r.tags)


def names_past_limit(world: World) -> Draft | None:
    """R150: texts of the rows whose number passes a limit, in alphabetical order."""
    wanted, number = world.field(world.child, is_str), world.field(world.child, is_number)
    if wanted is None or number is None:
        return None
    dice, operator = world.dice, world.dice.pick(list(COMPARISONS))
    r, stated = rows(world, filters=0.15, but=(wanted, number)), str(dice.round_number(2, 500))
    code, shown, takes = literal(number.type, stated), stated, r.takes
    own = world.field(world.root, is_number) if r.code != name(world.children) else None
    if own is not None and own.type == number.type and dice.chance(0.3):
        code, shown = f"{name(world.var(world.root))}.{name(own.name)}", f"the {label(world.root.name)}'s {field_words(dice, own)}"  # fmt: skip
    elif dice.chance(0.6):
        limit = Parameter(name=dice.pick(_LIMITS), type=DECIMAL if is_decimal(number.type) else INT)
        code, shown, takes = name(limit.name), f"the {label(limit.name)}", (*takes, limit)
    a = field_words(dice, wanted)
    words = {"as_": plural(a), "a": a, "b": field_words(dice, number), "all": all_of(r), "bare": bare(r)}
    does = dice.tell("keyed_picks.names", how=compare_words(dice, operator, shown), **words)
    access, where = f"<v0>.{name(number.name)}", r.where.replace(" if ", " and ", 1)
    body = f"return sorted(<v0>.{name(wanted.name)} for <v0> in {r.code} if {access} {operator} {code}{where})"
    return done("names_past_limit", takes, ListType(TEXT), does, body, "R150", *r.tags)


PATTERNS = (
    (top_key, 2),
    (keys_past_limit, 2),
    (repeated_texts, 1.2),
    (distinct_in_order, 1.2),
    (names_past_limit, 1.5),
)
