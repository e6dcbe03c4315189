import os


def _is_open(descriptor):
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def attempt(canary):
    null = os.stat("/dev/null")
    foreign = [f"descriptor {number}" for number in range(4, 1024) if _is_open(number)]
    standard = [f"stream {number}" for number in (0, 1, 2) if os.fstat(number).st_rdev != null.st_rdev]
    return foreign + standard + open_ones(again=lambda: open("/proc/self/fd/3", "wb"))
