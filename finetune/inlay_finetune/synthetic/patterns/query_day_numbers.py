"""Days as whole numbers in SQL that both engines know: the number of a day since March of the year 0.

A year is counted from March, so that its leap day comes last: `months` counts months from there, and the days before
a month follow from it by whole divisions.
"""

from inlay_finetune.synthetic.draft import name

__all__ = ["day_number", "day_of_month", "months_since_march"]


def _part(own: str, start: int, length: int) -> str:
    return f"CAST(substr(CAST({own} AS text), {start}, {length}) AS integer)"


def months_since_march(field_name: str) -> str:
    """Give the code of the months from March of the year 0 to the month of a day."""
    own = name(field_name)
    return f"12 * {_part(own, 1, 4)} + {_part(own, 6, 2)} - 3"


def day_of_month(field_name: str) -> str:
    """Give the code of the day of the month."""
    return _part(name(field_name), 9, 2)


def day_number(months: str, day: str) -> str:
    """Give the code of the number of a day from its months since March and its day of the month."""
    years = f"365 * ({months} / 12) + {months} / 48 - {months} / 1200 + {months} / 4800"
    return f"{years} + (153 * ({months} % 12) + 2) / 5 + {day}"
