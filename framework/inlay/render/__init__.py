"""Rendering: a template and a spec become the files of a project, slots holding typed stubs between fences."""

from inlay.render.fences import body_of, put_body
from inlay.render.formatting import tidy
from inlay.render.imports import imports_for
from inlay.render.migrating import Migration, migration_between
from inlay.render.project import render_project
from inlay.render.rendered import RenderedFile
from inlay.render.reserved import misfits

__all__ = [
    "Migration",
    "RenderedFile",
    "body_of",
    "imports_for",
    "migration_between",
    "misfits",
    "put_body",
    "render_project",
    "tidy",
]
