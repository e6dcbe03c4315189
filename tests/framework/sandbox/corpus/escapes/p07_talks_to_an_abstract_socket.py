import socket


def attempt(canary):
    return open_ones(unix=lambda: socket.socket(socket.AF_UNIX).connect("\0" + canary.key))
