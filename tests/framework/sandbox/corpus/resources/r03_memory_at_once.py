# ends: raised
def attempt(canary):
    return len(bytearray(2 << 30))
