# ends: timeout
class Slow:
    def __hash__(self):
        while True:
            pass


def attempt(canary):
    return {Slow(): 1}
