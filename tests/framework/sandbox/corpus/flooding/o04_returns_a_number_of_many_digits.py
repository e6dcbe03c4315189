# ends: oversized
def attempt(canary):
    return 10**100_000
