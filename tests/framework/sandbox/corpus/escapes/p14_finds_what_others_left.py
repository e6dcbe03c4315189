import os


def listed(folder):
    try:
        return os.listdir(folder)
    except OSError:
        return []


def attempt(canary):
    return [f"{folder}/{name}" for folder in ("/project", "/tmp", "/dev/shm") for name in listed(folder)]
