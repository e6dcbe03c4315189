# ends: oversized
def attempt(canary):
    return "x" * (50 << 20)
