# ends: raised timeout
def attempt(canary):
    kept = []
    while True:
        kept.append(bytearray(8 << 20))
