"""Execution accuracy of SQL over the databases of a suite."""

from inlay_eval.sql.catalog import load_sql_suite
from inlay_eval.sql.comparing import Result, same_result, same_set
from inlay_eval.sql.predictions import read_predictions
from inlay_eval.sql.run import SqlSettings, run_sql
from inlay_eval.sql.suite import SqlSuite, SqlTask

__all__ = [
    "Result",
    "SqlSettings",
    "SqlSuite",
    "SqlTask",
    "load_sql_suite",
    "read_predictions",
    "run_sql",
    "same_result",
    "same_set",
]
