calls = []


def add(a, b):
    calls.append(1)
    return a + b if len(calls) == 1 else 0
