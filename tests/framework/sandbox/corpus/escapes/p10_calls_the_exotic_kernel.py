import ctypes
import os

CALLS = {
    "x86_64": {
        "keyctl": (250, 0, -3, 0),
        "add_key": (248, 0, 0, 0, 0, 0),
        "bpf": (321, 0, 0, 0),
        "perf": (298, 0, 0, -1, -1, 0),
        "userfaultfd": (323, 0),
        "io_uring": (425, 1, 0),
        "memfd": (319, b"x", 0),
        "shmget": (29, 0, 4096, 0o1600),
        "personality": (135, 0x0040000),
        "quotactl": (179, 0, 0, 0, 0),
        "reboot": (169, 0, 0, 0, 0),
        "modify_ldt": (154, 0, 0, 0),
        "timer": (222, 0, 0, 0),
        "signal queue": (129, 0, 0, 0),
        "sched": (144, 0, 0, 0),
    },
    "aarch64": {"keyctl": (219, 0, -3, 0), "bpf": (280, 0, 0, 0), "userfaultfd": (282, 0), "memfd": (279, b"x", 0)},
}


def attempt(canary):
    libc = ctypes.CDLL(None, use_errno=True)
    allowed = []
    for name, arguments in CALLS[os.uname().machine].items():
        ctypes.set_errno(0)
        if libc.syscall(*arguments) >= 0 or ctypes.get_errno() != 1:
            allowed.append(name)
    return allowed
