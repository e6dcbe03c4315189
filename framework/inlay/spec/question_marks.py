"""A stand-in for question marks: PyYAML stops at any between { } or [ ], which YAML 1.2 does not; `date?` is a type."""

__all__ = ["veiled", "with_question_marks"]

# No text can hold this character, since hidden characters are refused before.
_STAND_IN = "\ue000"


def veiled(text: str) -> str:
    """Put a stand-in for every question mark; all else keeps its place."""
    return text.replace("?", _STAND_IN)


def with_question_marks(text: str) -> str:
    """Undo `veiled`."""
    return text.replace(_STAND_IN, "?")
