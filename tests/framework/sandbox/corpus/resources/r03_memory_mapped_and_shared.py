# ends: raised
import mmap


def attempt(canary):
    return len(mmap.mmap(-1, 2 << 30))
