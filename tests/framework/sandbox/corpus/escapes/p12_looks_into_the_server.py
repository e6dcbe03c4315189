import os


def attempt(canary):
    parent = os.getppid()
    return open_ones(
        memory=lambda: open(f"/proc/{parent}/mem", "rb"),
        descriptors=lambda: os.listdir(f"/proc/{parent}/fd"),
        maps=lambda: open("/proc/self/maps"),
    )
