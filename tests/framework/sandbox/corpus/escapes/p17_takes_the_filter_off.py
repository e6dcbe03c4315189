import ctypes


def _allowed(*arguments):
    if ctypes.CDLL(None).prctl(*arguments) < 0:
        raise OSError


def attempt(canary):
    return open_ones(
        seccomp=lambda: _allowed(22, 0, 0, 0, 0),
        privileges=lambda: _allowed(38, 0, 0, 0, 0),
        dumpable=lambda: _allowed(4, 1, 0, 0, 0),
        keepcaps=lambda: _allowed(8, 1, 0, 0, 0),
        orphan=lambda: _allowed(1, 0, 0, 0, 0),
    )
