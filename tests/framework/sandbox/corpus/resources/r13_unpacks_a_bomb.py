# ends: raised timeout
import zlib


def attempt(canary):
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(900)) + packer.flush()
    return len(zlib.decompress(packed))
