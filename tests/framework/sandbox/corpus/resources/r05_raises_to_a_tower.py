# ends: timeout
def attempt(canary):
    return 9**9**9 % 7
