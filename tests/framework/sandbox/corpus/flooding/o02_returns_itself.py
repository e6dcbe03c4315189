# ends: oversized
def attempt(canary):
    ring = []
    ring.append(ring)
    return ring
