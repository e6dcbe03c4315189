# ends: raised timeout
def attempt(canary):
    return 1 << (1 << 33)
