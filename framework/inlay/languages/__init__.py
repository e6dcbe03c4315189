"""How contracts and bodies look in each target language."""

from inlay.languages.base import Language
from inlay.languages.python import Python
from inlay.languages.sql import Sql

__all__ = ["Language", "Python", "Sql"]
