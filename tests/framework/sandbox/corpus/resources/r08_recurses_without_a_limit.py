# ends: raised killed timeout
import sys


def attempt(canary):
    sys.setrecursionlimit(10**9)

    def deeper(depth):
        return deeper(depth + 1)

    return deeper(0)
