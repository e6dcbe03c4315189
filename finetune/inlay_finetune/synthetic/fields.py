"""Fields of random entities: what kinds they have, which may be missing, and which names are nearly the same."""

from collections.abc import Callable

from inlay.contract import Constraint, DecimalType, EnumType, Field, OptionalType, Scalar, without_optional
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.lexicon import is_usable
from inlay_finetune.synthetic.names import Names

__all__ = ["sample_fields"]

_Maker = Callable[[Names, str], Field]
_MISSING = {"date": 0.4, "str": 0.2, "int": 0.1, "decimal": 0.12}


def sample_fields(names: Names, own: str, size: int, avoid: set[str], *, rich: bool) -> list[Field]:
    """Give about `size` fields of the entity `own` in random order, named unlike `avoid`; a rich one can be calculated with."""
    dice = names.dice
    makers: list[_Maker] = [_first_text] if not rich or dice.chance(0.6) else []
    if rich:
        makers += dice.some([_decimal, _decimal, _enum, _integer, _day, _day, _flag, _text], dice.between(3, 5))
    makers += [dice.pick(_MAKERS) for _ in range(size - len(makers))]
    taken, fields = set(avoid), list[Field]()
    for maker in makers:
        field = _alike(names, dice.pick(fields)) if fields and dice.chance(0.12) else maker(names, own)
        if field.name not in taken and is_usable(field.name):
            taken.add(field.name)
            fields.append(_maybe_missing(dice, field))
    return _in_order(dice, fields)


def _in_order(dice: Dice, fields: list[Field]) -> list[Field]:
    """What says which one it is comes first, as people write it; or nothing has its place."""
    if dice.chance(0.3):
        return dice.some(fields, len(fields))
    head = [field for field in fields[:1] if field.type == Scalar("str")]
    rest = fields[len(head) :]
    return [*head, *dice.some(rest, len(rest))]


def _maybe_missing(dice: Dice, field: Field) -> Field:
    wanted = _MISSING.get(str(field.type).partition("(")[0], 0.0)
    return Field(name=field.name, type=OptionalType(field.type)) if dice.chance(wanted) else field


def _alike(names: Names, field: Field) -> Field:
    """Give a field that shares words with another: `list_price` beside `unit_price`, `paid` beside `paid_on`."""
    dice, first, _, last = names.dice, *field.name.partition("_")
    stem = last.rpartition("_")[2] or first
    kind = without_optional(field.type)
    if kind == Scalar("date"):
        return Field(name=first, type=Scalar("bool")) if dice.chance(0.4) else _day_like(names, last)
    if kind == Scalar("bool"):
        return Field(name=f"{field.name.removeprefix('is_')}_on", type=Scalar("date"))
    if isinstance(kind, EnumType):
        return Field(name=f"{dice.pick(['old', 'last', 'next', 'first'])}_{field.name}", type=kind)
    name = f"{names.qualifier()}_{stem}" if dice.chance(0.7) else stem
    return Field(name=name, type=kind)


def _day_like(names: Names, last: str) -> Field:
    """Give a day whose name ends as another's does."""
    name = names.day("entry")
    return Field(name=f"{name.partition('_')[0]}_{last}" if last else f"last_{name}", type=Scalar("date"))


def _decimal(names: Names, own: str) -> Field:
    dice = names.dice
    constraints = (Constraint(">=", "0"),) if dice.chance(0.5) else ()
    kind = DecimalType(12, 2) if dice.chance(0.8) else DecimalType()
    return Field(name=names.decimal(own), type=kind, constraints=constraints)


def _integer(names: Names, own: str) -> Field:
    return Field(name=names.integer(own), type=Scalar("int"))


def _flag(names: Names, own: str) -> Field:
    del own
    return Field(name=names.flag(), type=Scalar("bool"))


def _day(names: Names, own: str) -> Field:
    return Field(name=names.day(own), type=Scalar("date"))


def _text(names: Names, own: str) -> Field:
    return Field(name=names.text(own), type=Scalar("str"))


def _first_text(names: Names, own: str) -> Field:
    return Field(name=names.text(own, first=True), type=Scalar("str"))


def _enum(names: Names, own: str) -> Field:
    kind, values = names.enum(own)
    return Field(name=kind, type=EnumType(values))


_MAKERS: tuple[_Maker, ...] = (
    _decimal, _decimal, _integer, _integer, _integer, _flag, _flag, _day, _day, _day, _day, _text, _text, _text, _enum, _enum, _enum,
)  # fmt: skip
