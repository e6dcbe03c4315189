"""Checks the names in a spec: spelling, reserved words, and names that fall together in tables or files."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import inlay.spec.reserved as reserved
from inlay.contract import class_name, snake_case
from inlay.spec.faults import Faults
from inlay.spec.nodes import Word

__all__ = ["ENTITY", "LONGEST", "NAME", "PROJECT", "NameChecker"]

NAME = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
ENTITY = r"^[A-Z][A-Za-z0-9]*$"
PROJECT = r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$"
LONGEST = 40

Reason = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class NameChecker:
    """Notes every name that the service could not carry."""

    faults: Faults

    def project(self, word: Word) -> None:
        """Check the name of the service, which is also its Python package."""
        package = word.text.replace("-", "_")
        taken = package in reserved.PYTHON_PACKAGES or package in reserved.PYTHON_WORDS
        if self._is_spelt(word, PROJECT, snake_case) and taken:
            self._refuse(word, "it hides the Python package of that name")

    def entity(self, word: Word, table: str) -> None:
        """Check the name of an entity, which is a class and in the plural a table."""
        if not self._is_spelt(word, ENTITY, class_name):
            return
        if word.text in reserved.PYTHON_CLASSES or word.text in reserved.PYTHON_WORDS:
            self._refuse(word, "Python has a class of that name")
        elif table in reserved.SQL_WORDS:
            self._refuse(word, f"its table would be `{table}`, a reserved word in SQL")

    def field(self, word: Word, *, is_column: bool, is_sent: bool) -> None:
        """Check the name of a field, which is an attribute and, unless it leads to an entity, a column.

        `is_sent` says that it stands in what is sent; of a reference that is its key.
        """
        if not self._is_spelt(word, NAME, snake_case):
            return
        if reason := _reason_against_field(word.text, is_column):
            self._refuse(word, reason)
        elif is_sent and word.text in reserved.METACLASS_FIELDS:
            self._refuse(word, f"{reserved.METACLASS_FIELDS[word.text]} uses it")

    def slot(self, word: Word) -> None:
        """Check the name of a rule, query or flow, which is a function and a file."""
        if self._is_spelt(word, NAME, snake_case) and (reason := _reason_against_slot(word.text)):
            self._refuse(word, reason)

    def parameter(self, word: Word, owned: Iterable[str]) -> None:
        """Check the name of a parameter; `owned` are the words that mean something else beside it."""
        if not self._is_spelt(word, NAME, snake_case):
            return
        if word.text in owned:
            self._refuse(word, "it has a meaning of its own here")
        elif word.text in reserved.PYTHON_WORDS:
            self._refuse(word, "it is a keyword of Python")
        elif word.text in reserved.PYTHON_FUNCTIONS:
            self._refuse(word, f"it hides Python's {word.text}()")

    def column(self, word: Word) -> None:
        """Check the name of a column in the result of a query."""
        if not self._is_spelt(word, NAME, snake_case):
            return
        if word.text in reserved.PYTHON_WORDS:
            self._refuse(word, "it is a keyword of Python")
        elif word.text in reserved.SQL_WORDS:
            self._refuse(word, "it is a reserved word in SQL")
        elif word.text in reserved.CLASS_FIELDS:
            self._refuse(word, f"{reserved.CLASS_FIELDS[word.text]} uses it")

    def _refuse(self, word: Word, reason: str) -> None:
        self.faults.add(word.place, f"the name `{word.text}` cannot be used: {reason}", "choose another name")

    def _is_spelt(self, word: Word, form: str, better: Reason) -> bool:
        name = word.text
        if foreign := next((character for character in name if not character.isascii()), None):
            said = f"U+{ord(foreign):04X} ({unicodedata.name(foreign, 'no name')})"
            self.faults.add(word.place, f"the name `{name}` holds {said}", "names use the letters a-z, digits and _")
        elif len(name) > LONGEST:
            self.faults.add(word.place, f"a name of {len(name)} characters", f"at most {LONGEST}")
        elif not re.match(form, name):
            self.faults.add(word.place, f"`{name}` is not a name", _suggestion(name, form, better))
        else:
            return True
        return False


def _suggestion(name: str, form: str, better: Reason) -> str:
    if re.search(r"[/\\:]|\.\.", name):
        return "a path cannot stand here"
    if name.startswith("_"):
        return "a name starts with a letter"
    suggested = better(re.sub(r"\W+", "_", name).strip("_"))
    if re.match(form, suggested):
        return f"write {suggested}"
    return "names use the letters a-z, digits and _, and start with a letter"


def _reason_against_field(name: str, is_column: bool) -> str:
    if name in reserved.PYTHON_WORDS:
        return "it is a keyword of Python"
    if name in reserved.PYTHON_TYPES:
        return "it hides the type of that name"
    if name in reserved.IMPLICIT_FIELDS:
        return "every entity has it by itself"
    if name in reserved.SERVICE_MODULES:
        return "the code of a service uses it for a module"
    if library := reserved.LIBRARY_FIELDS.get(name, "pydantic" if name.startswith("model_") else ""):
        return f"{library} uses it"
    return "it is a reserved word in SQL" if is_column and name in reserved.SQL_WORDS else ""


def _reason_against_slot(name: str) -> str:
    if name in reserved.PYTHON_WORDS:
        return "it is a keyword of Python"
    if name in reserved.PYTHON_FUNCTIONS | reserved.SLOT_NAMES | reserved.PYTHON_TYPES:
        return f"it hides Python's {name}"
    if name in reserved.DEVICE_NAMES:
        return "Windows cannot have a file of that name"
    return "pytest takes it for a test" if name.startswith("test_") else ""
