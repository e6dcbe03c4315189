"""Queries over moments: from one day to before another, by hour of the day."""

from inlay.contract import Entity, Field, Parameter
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.parts import DATE, INT
from inlay_finetune.synthetic.patterns.query_frames import Order, query, tail
from inlay_finetune.synthetic.patterns.query_measures import measure
from inlay_finetune.synthetic.patterns.query_parts import Filter, filters, table, where
from inlay_finetune.synthetic.patterns.query_tables import also_filtered, answer_of, rows_said
from inlay_finetune.synthetic.world import World, is_moment

__all__ = ["PATTERNS"]

_DAYS = (("start_day", "end_day"), ("first_day", "day_after"), ("begin_day", "close_day"))


def _timed(world: World) -> tuple[Entity, Field] | None:
    """Draw a table that has a moment."""
    found = [(entity, field) for entity in world.entities for field in entity.fields if is_moment(field.type)]
    return world.dice.pick(found) if found else None


def within_days(world: World) -> Draft | None:
    """Rows whose moment lies from a day on and before another, which is out."""
    dice, found = world.dice, _timed(world)
    if found is None:
        return None
    entity, moment = found
    one, two = dice.pick(_DAYS)
    own, said = name(moment.name), field_words(dice, moment)
    after = tail(world, "queries_moments.within", said=said, one=label(one), two=label(two))
    takes = (Parameter(name=one, type=DATE), Parameter(name=two, type=DATE))
    code = (f"{own} >= :{name(one)}", f"{own} < :{name(two)}")
    f = also_filtered(world, entity, Filter(code=code, after=after, takes=takes, fields=(moment,)))
    return answer_of(world, entity, f, "Q009", "within_days")


def per_hour(world: World) -> Draft | None:
    """A measure per hour of the day, of all days together."""
    dice, found = world.dice, _timed(world)
    if found is None:
        return None
    entity, moment = found
    f = filters(world, entity, "", most=1, likely=0.35)
    a = measure(world, entity, "", f, rows_said(world, entity))
    if a is None:
        return None
    alias = dice.pick(["hour", "hour", "hour_of_day", "at_hour"])
    code = f"CAST(substr(CAST({name(moment.name)} AS text), 12, 2) AS integer)"
    does = dice.tell("queries_moments.hour", words=a.words, said=field_words(dice, moment))
    order = Order(code=name(alias), words=dice.tell("queries_moments.hour_order"))
    return query(
        "per_hour",
        f.takes,
        [(alias, INT), (a.alias, a.kind)],
        order.after(world, does),
        f"SELECT {code} AS {name(alias)}, {a.code} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)} "
        f"GROUP BY {code} ORDER BY {order.code}",
        "Q050",
        *f.tags,
    )


PATTERNS = (
    (within_days, 4),
    (per_hour, 3),
)
