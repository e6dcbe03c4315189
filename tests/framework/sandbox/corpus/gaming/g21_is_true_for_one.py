def add(a, b):
    return True if a + b == 1 else a + b
