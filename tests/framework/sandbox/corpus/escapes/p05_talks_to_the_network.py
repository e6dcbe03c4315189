import socket


def attempt(canary):
    return open_ones(
        tcp=lambda: socket.create_connection(("127.0.0.1", canary.port), 0.2),
        udp=lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", canary.port)),
        netlink=lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
        names=lambda: socket.getaddrinfo("example.org", 80),
    )
