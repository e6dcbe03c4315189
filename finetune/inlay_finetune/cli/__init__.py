"""The commands of `inlay finetune`."""

from inlay_finetune.cli.app import app

__all__ = ["app"]
