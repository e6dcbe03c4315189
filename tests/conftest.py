"""What holds for every test: a slow machine fails no property."""

from hypothesis import settings

settings.register_profile("inlay", deadline=None)
settings.load_profile("inlay")
