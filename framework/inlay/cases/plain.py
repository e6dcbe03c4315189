"""Plain data of a spec as a value of a plain type, or the reason why it is none."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from inlay.cases.case import Value
from inlay.contract import DecimalType, EnumType, Scalar, Type
from inlay.errors import UsageError

__all__ = ["ExampleInvalid", "default_value", "mapping", "only", "plain", "sequence"]


class ExampleInvalid(UsageError):
    """An example holds a value that its contract has no place for."""


def plain(kind: Type, data: object, place: str) -> Value:
    """Give plain data of an example as a value of a plain type."""
    try:
        return _read(kind, data)
    except (ValueError, TypeError, OverflowError, InvalidOperation):
        raise ExampleInvalid(f"{place}: {data!r} is not {kind}") from None


def default_value(kind: Type, text: str, place: str) -> Value:
    """Give the text behind `=` of a field as a value of its type."""
    words = {"true": True, "false": False}
    if kind == Scalar("bool"):
        return plain(kind, words.get(text.lower(), text), place)
    if kind == Scalar("int"):
        return plain(kind, Decimal(text) if text.lstrip("+-").isdigit() else text, place)
    return plain(kind, text, place)


def _read(kind: Type, data: object) -> Value:
    match kind:
        case Scalar("date" | "datetime"):
            return _moment(kind, data)
        case Scalar("int") | DecimalType():
            return _number(kind, data)
    match kind, data:
        case Scalar("bool"), bool():
            return data
        case Scalar("str"), str():
            return data
        case EnumType(values), str() if data in values:
            return data
    raise ValueError


def _moment(kind: Scalar, data: object) -> Value:
    if isinstance(data, str):
        return date.fromisoformat(data) if kind.name == "date" else _in_utc(datetime.fromisoformat(data))
    if isinstance(data, date) and isinstance(data, datetime) == (kind.name == "datetime"):
        return _in_utc(data) if isinstance(data, datetime) else data
    raise ValueError


def _in_utc(moment: datetime) -> datetime:
    """Give a moment as the service hands it to a body, whatever zone a spec writes it in."""
    return moment if moment.tzinfo is None else moment.astimezone(UTC)


def _number(kind: Scalar | DecimalType, data: object) -> Value:
    if isinstance(data, bool) or not isinstance(data, int | Decimal | str):
        raise ValueError
    if isinstance(kind, DecimalType):
        return Decimal(data)
    if isinstance(data, str) or data != int(data):
        raise ValueError
    return int(data)


def only(data: Mapping[str, object], known: set[str], what: str) -> None:
    """Refuse keys that nobody knows."""
    unknown = sorted(str(name) for name in data if name not in known)
    if unknown:
        raise ExampleInvalid(f"there is no {what} `{unknown[0]}`", hint=f"known are: {', '.join(sorted(known))}")


def mapping(data: object, place: str) -> Mapping[str, object]:
    """Give data that is a mapping, or refuse it."""
    if not isinstance(data, Mapping):
        raise ExampleInvalid(f"{place}: {data!r} is not a mapping")
    return data


def sequence(data: object, place: str) -> Sequence[object]:
    """Give data that is a list, or refuse it."""
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise ExampleInvalid(f"{place}: {data!r} is not a list")
    return data
