# ends: oversized
def attempt(canary):
    tree = []
    for _ in range(60):
        tree = [tree, tree]
    return tree
