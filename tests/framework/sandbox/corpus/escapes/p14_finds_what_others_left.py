import os


def attempt(canary):
    return [f"{folder}/{name}" for folder in ("/project", "/tmp", "/dev/shm") for name in os.listdir(folder)]
