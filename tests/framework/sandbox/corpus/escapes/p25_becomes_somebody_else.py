import os


def attempt(canary):
    ways = open_ones(
        uid=lambda: os.setuid(0),
        group=lambda: os.setgid(0),
        groups=lambda: os.setgroups([0]),
        real=lambda: os.setresuid(0, 0, 0),
    )
    return ways + (["is root"] if 0 in (os.getuid(), os.geteuid()) else [])
