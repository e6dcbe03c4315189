import os
import resource


def attempt(canary):
    parent = os.getppid()
    return open_ones(
        priority=lambda: os.setpriority(os.PRIO_PROCESS, parent, 19),
        affinity=lambda: os.sched_setaffinity(parent, {0}),
        scheduler=lambda: os.sched_setscheduler(parent, os.SCHED_IDLE, os.sched_param(0)),
        limits=lambda: resource.prlimit(parent, resource.RLIMIT_CPU, (1, 1)),
        own_limits=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3)),
        session=os.setsid,
        group=lambda: os.setpgid(0, 0),
        owner=lambda: __import__("fcntl").fcntl(0, 8, parent),
    )
