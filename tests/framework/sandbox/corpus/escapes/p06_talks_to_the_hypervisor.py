import socket


def attempt(canary):
    return open_ones(vsock=lambda: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM))
