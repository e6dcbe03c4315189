"""What rows are grouped by: the code and words of a key, and loops over the rows that may be filtered."""

from dataclasses import dataclass

from inlay.contract import DecimalType, Field, Type
from inlay.contract.naming import plural
from inlay_finetune.synthetic.draft import name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.parts import DATE, DECIMAL, INT, TEXT
from inlay_finetune.synthetic.patterns.rows import Rows
from inlay_finetune.synthetic.world import World, is_decimal, is_enum, is_int, is_str

__all__ = ["Amount", "RowKey", "amount_of", "key_of", "loop", "typed"]


@dataclass(frozen=True, slots=True)
class RowKey:
    """A text that rows share: its code for the row `<v0>`, its words, and the row's field that it takes up."""

    code: str
    one: str
    many: str
    field: Field | None = None

    @property
    def fields(self) -> tuple[Field, ...]:
        """The row's own fields that a filter should leave alone."""
        return (self.field,) if self.field is not None else ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of each row, for the row `<v0>`: code, words, and how a map of its sums starts."""

    code: str
    one: str
    exact: bool
    fields: tuple[Field, ...]

    @property
    def kind(self) -> Type:
        """The type of a sum."""
        return DECIMAL if self.exact else INT

    @property
    def sums(self) -> str:
        """The first line of a grouping: an empty map of sums by key."""
        own = "Decimal" if self.exact else "int"
        return f"<v1>: dict[str, {own}] = defaultdict({own})"


def key_of(world: World, *, enums: bool = True) -> RowKey | None:
    """Draw what rows are grouped by: a text or enum of their own, or a text of what they refer to."""
    dice = world.dice
    if world.thing is not None and world.link is not None and dice.chance(0.2):
        far = world.field(world.thing, is_str)
        if far is not None:
            said = f"{label(world.link)} {field_words(dice, far)}"
            return RowKey(f"<v0>.{name(world.link)}.{name(far.name)}", said, plural(said))
    own = world.field(world.child, *((is_str, is_enum) if enums else (is_str,)))
    if own is None:
        return None
    said = field_words(dice, own)
    return RowKey(f"<v0>.{name(own.name)}", said, plural(said), own)


def amount_of(world: World, *, but: tuple[Field, ...] = ()) -> Amount | None:
    """Draw a number of the rows: an exact one, one times a number of pieces, or a whole one."""
    dice = world.dice
    money, count = world.field(world.child, is_decimal, but=but), world.field(world.child, is_int, but=but)
    if money is not None and count is not None and dice.chance(0.25):
        code = f"<v0>.{name(count.name)} * <v0>.{name(money.name)}"
        said = dice.tell("parts.product", a=field_words(dice, count), b=field_words(dice, money))
        return Amount(code, said, True, (count, money))
    field = money if money is not None and (count is None or dice.chance(0.7)) else count
    if field is None:
        return None
    return Amount(f"<v0>.{name(field.name)}", field_words(dice, field), is_decimal(field.type), (field,))


def loop(rows: Rows, step: str, over: str = "") -> str:
    """Spell a loop over the rows that takes a step for each that is not filtered out."""
    inner = f"   {rows.where}:\n        {step}" if rows.where else f"    {step}"
    return f"for <v0> in {over or rows.code}:\n{inner}"


def typed(field: Field) -> tuple[Type, str]:
    """Give the type of a value that a rule returns, and its name in code."""
    kinds: dict[Type, tuple[Type, str]] = {TEXT: (TEXT, "str"), INT: (INT, "int"), DATE: (DATE, "date")}
    return (DECIMAL, "Decimal") if isinstance(field.type, DecimalType) else kinds[field.type]
