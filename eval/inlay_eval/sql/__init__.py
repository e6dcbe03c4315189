"""Execution accuracy of SQL over the databases of a suite."""

from inlay_eval.sql.comparing import Result, same_result
from inlay_eval.sql.run import SqlSettings, run_sql
from inlay_eval.sql.spider import SQL_SUITES, SqlSuite, SqlTask, load_sql_suite, read_predictions

__all__ = [
    "SQL_SUITES",
    "Result",
    "SqlSettings",
    "SqlSuite",
    "SqlTask",
    "load_sql_suite",
    "read_predictions",
    "run_sql",
    "same_result",
]
