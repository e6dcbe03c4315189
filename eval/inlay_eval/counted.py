"""How a share is told: never without its denominator."""

__all__ = ["share_of"]


def share_of(part: int, whole: int) -> str:
    """Give a share as counts and percent; `none` of nothing."""
    return f"{part} of {whole} ({100 * part / whole:.1f} %)" if whole else "none"
