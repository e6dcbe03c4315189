# ends: returned
def attempt(canary):
    return iter(int, 1)
