"""Clarify: short questions on inputs where readings of a sentence part, and answers that become examples."""

from inlay.clarify.asking import questions_about, questions_for
from inlay.clarify.questions import Option, Question
from inlay.clarify.readings import Reader, Readings
from inlay.clarify.rivals import Rival, rivals_of
from inlay.clarify.writing import Answer, write_answers

__all__ = [
    "Answer",
    "Option",
    "Question",
    "Reader",
    "Readings",
    "Rival",
    "questions_about",
    "questions_for",
    "rivals_of",
    "write_answers",
]
