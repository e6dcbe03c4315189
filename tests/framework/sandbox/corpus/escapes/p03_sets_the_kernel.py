import os


def attempt(canary):
    return open_ones(
        core=lambda: os.open("/proc/sys/kernel/core_pattern", os.O_WRONLY),
        memory=lambda: os.open("/proc/sys/vm/overcommit_memory", os.O_WRONLY),
        trigger=lambda: os.open("/proc/sysrq-trigger", os.O_WRONLY),
    )
