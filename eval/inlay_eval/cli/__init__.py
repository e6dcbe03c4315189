"""The commands of `inlay eval`."""

from inlay_eval.cli.app import app

__all__ = ["app"]
