"""inlay: whole services from a short spec; people cut the recess, a model sets the piece."""

__all__ = ["__version__"]

__version__ = "0.1.0"
