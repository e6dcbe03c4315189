# ends: timeout
import re


def attempt(canary):
    return re.match("(a+)+$", "a" * 60 + "b") is None
