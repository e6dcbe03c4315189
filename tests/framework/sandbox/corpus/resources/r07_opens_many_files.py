# ends: raised
def attempt(canary):
    return len([open("/dev/null") for _ in range(1000)])
