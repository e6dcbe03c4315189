# ends: timeout
def attempt(canary):
    while True:
        pass
