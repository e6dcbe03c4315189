"""Suites: public sets of tasks in their own formats, read from a local file."""

from inlay_eval.suites.base import CodeSuite, load_suite
from inlay_eval.suites.records import DataInvalid

__all__ = ["CodeSuite", "DataInvalid", "load_suite"]
