"""Seccomp filters, assembled by hand: three dozen lines of BPF need no library, and the box may have none.

Five filters: `box_filter` for the whole box of the fork server, `command_filter` for a project's own command and
`service_filter` for a database server refuse the calls that namespaces leave open; `fence_filter` stands in for the
first two where there are no namespaces and refuses what Landlock leaves open besides; `candidate_filter` is laid over
the one process that runs generated code and allows only what pure computation needs.
"""

import platform
import struct
from collections.abc import Iterable

from inlay.sandbox.inside.syscalls import AUDIT_ARCH, SYSCALLS

__all__ = ["box_filter", "candidate_filter", "command_filter", "fence_filter", "service_filter", "supported"]

_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM, _ENOSYS = 1, 38
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_X32_BIT = 0x40000000
_NEW_NAMESPACE = 0x7E020080  # every CLONE_NEW* flag
_WRITING = 0o3 | 0o100 | 0o1000 | 0o2000 | 0o20000000  # any open mode or flag but reading
_TTY_INJECTION = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX
_DESCRIPTOR_REQUESTS = (0, 1, 2, 3, 1030)  # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC: none names an owner
_TTY_QUESTIONS = (0x5401, 0x5413, 0x5450, 0x5451)  # TCGETS, TIOCGWINSZ, FIONCLEX, FIOCLEX
_SHARED_MEMORY = ("shmat", "shmctl", "shmget")
_FAMILIES = (1, 2, 10)  # unix, inet, inet6

_REFUSED = """
acct add_key adjtimex bpf chroot clock_adjtime clock_settime delete_module fanotify_init finit_module fsconfig
fsmount fsopen fspick init_module io_uring_enter io_uring_register io_uring_setup ioperm iopl kcmp kexec_file_load
kexec_load keyctl lookup_dcookie mbind memfd_create memfd_secret migrate_pages modify_ldt mount mount_setattr
move_mount move_pages mq_open msgget name_to_handle_at nfsservctl open_by_handle_at open_tree perf_event_open
personality pidfd_getfd pivot_root process_madvise process_vm_readv process_vm_writev ptrace quotactl quotactl_fd
reboot request_key semget set_mempolicy setdomainname sethostname setns settimeofday shmat shmctl shmget swapoff
swapon syslog _sysctl sysfs umount2 unshare uselib userfaultfd ustat vhangup vmsplice
"""

_PURE = """
access arch_prctl brk clock_getres clock_gettime clock_nanosleep close close_range dup exit exit_group
faccessat faccessat2 fstat fstatfs futex getcwd getdents64 getegid geteuid getgid getpid getppid getrandom
getresgid getresuid getrlimit getrusage gettid gettimeofday getuid lseek lstat madvise membarrier mincore mmap
mprotect mremap munmap nanosleep newfstatat poll ppoll pread64 read readlink readlinkat readv restart_syscall rseq
rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn sched_getaffinity sched_yield select pselect6 set_robust_list
sigaltstack stat statfs statx sysinfo time times uname write writev
"""


# What Landlock does not see: sockets, how other processes of the user run, leaving the group that is ended, dates.
_OUTSIDE = """
bind connect inotify_init inotify_init1 ioprio_set listen sched_setaffinity sched_setattr sched_setparam
sched_setscheduler setpgid setpriority setsid socket
file_setattr fremovexattr fsetxattr futimesat lremovexattr lsetxattr removexattr removexattrat setxattr setxattrat
utime utimensat utimes
"""
_SIGNALS = "kill pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo tgkill tkill"
# Honest tools set the modes of their own files and need not succeed; those of the host's must not change.
_MODES = "chmod chown fchmod fchmodat fchmodat2 fchown fchownat lchown"
_STREAMS = (0x1, 0x801, 0x80001, 0x80801)  # SOCK_STREAM, non-blocking, closed on exec: nobody else can be written to
_DONE = 0


def supported() -> bool:
    """Say whether the filters know this machine's system calls."""
    return platform.machine() in SYSCALLS


def box_filter() -> bytes:
    """Give the filter of the fork server's box: nothing exotic and no sockets at all."""
    program = _Program()
    program.refuse(_REFUSED.split())
    program.refuse(["socket", "socketpair"])
    return program.refuse_tricks().finish(_ALLOW)


def command_filter() -> bytes:
    """Give the filter of a project's own command: nothing exotic; sockets only of the box's own empty network."""
    program = _Program()
    program.refuse(_REFUSED.split())
    program.only("socket", 0, _FAMILIES)
    return program.refuse_tricks().finish(_ALLOW)


def service_filter() -> bytes:
    """Give the filter of a database server's box: nothing exotic but memory that its processes share, unix sockets."""
    program = _Program()
    program.refuse([name for name in _REFUSED.split() if name not in _SHARED_MEMORY])
    program.only("socket", 0, _FAMILIES[:1])
    return program.refuse_tricks().finish(_ALLOW)


def fence_filter(*, signals: bool) -> bytes:
    """Give the filter that goes with Landlock; `signals` says that Landlock keeps signals in already."""
    program = _Program()
    program.refuse([*_REFUSED.split(), *_OUTSIDE.split(), *([] if signals else _SIGNALS.split())])
    program.answer(_MODES.split(), _ERRNO | _DONE)
    program.only("socketpair", 1, _STREAMS)
    program.only("prlimit64", 0, (0,))
    return program.refuse_tricks().finish(_ALLOW)


def candidate_filter() -> bytes:
    """Give the filter of generated code: compute, read what the box shows, answer; no process, no file, no signal."""
    program = _Program()
    program.answer(["clone3"], _ERRNO | _ENOSYS)
    program.read_only("open", flags_argument=1)
    program.read_only("openat", flags_argument=2)
    program.only("fcntl", 1, _DESCRIPTOR_REQUESTS)
    program.only("ioctl", 1, _TTY_QUESTIONS)
    program.only_questions("prlimit64", new_value_argument=2)
    program.allow_only(_PURE.split())
    return program.finish(_ERRNO | _EPERM)


class _Program:
    """A BPF program under assembly. Every test jumps over its own few instructions, so no label is needed."""

    def __init__(self) -> None:
        machine = platform.machine()
        self._numbers = SYSCALLS[machine]
        self._code: list[tuple[int, int, int, int]] = []
        self._emit(_LOAD, _ARCHITECTURE)
        self._emit(_EQUAL, AUDIT_ARCH[machine], then=1)
        self._emit(_RETURN, _KILL)
        self._emit(_LOAD, _NUMBER)
        if machine == "x86_64":
            self._emit(_AT_LEAST, _X32_BIT, otherwise=1)
            self._emit(_RETURN, _KILL)

    def _emit(self, code: int, operand: int, then: int = 0, otherwise: int = 0) -> None:
        self._code.append((code, then, otherwise, operand))

    def answer(self, names: list[str], action: int) -> None:
        for name in names:
            if name in self._numbers:
                self._emit(_EQUAL, self._numbers[name], otherwise=1)
                self._emit(_RETURN, action)

    def allow_only(self, names: list[str]) -> None:
        """Allow these calls and refuse all others, found by halving.

        The kernel runs a filter over every number there is when it is laid over a process, and each candidate has one.
        """
        runs: list[list[int]] = []
        for number in sorted(self._numbers[name] for name in names if name in self._numbers):
            if runs and runs[-1][1] == number - 1:
                runs[-1][1] = number
            else:
                runs.append([number, number])
        self._code += _search(runs)

    def refuse(self, names: list[str]) -> None:
        self.answer(names, _ERRNO | _EPERM)

    def refuse_tricks(self) -> "_Program":
        """Refuse new namespaces by `clone`, `clone3` (whose flags a filter cannot see) and typing into a terminal."""
        self.answer(["clone3"], _ERRNO | _ENOSYS)
        self._examine("clone", 0, [(_ANY_BIT, _NEW_NAMESPACE)], on_match=_ERRNO | _EPERM, otherwise=_ALLOW)
        injections = [(_EQUAL, request) for request in _TTY_INJECTION]
        self._examine("ioctl", 1, injections, on_match=_ERRNO | _EPERM, otherwise=_ALLOW)
        return self

    def only(self, name: str, argument: int, values: Iterable[int]) -> None:
        tests = [(_EQUAL, value) for value in values]
        self._examine(name, argument, tests, on_match=_ALLOW, otherwise=_ERRNO | _EPERM)

    def read_only(self, name: str, *, flags_argument: int) -> None:
        self._examine(name, flags_argument, [(_ANY_BIT, _WRITING)], on_match=_ERRNO | _EPERM, otherwise=_ALLOW)

    def only_questions(self, name: str, *, new_value_argument: int) -> None:
        """Allow a call only where the pointer to a new value is null; both halves of the pointer are looked at."""
        low, high = self._argument(new_value_argument), self._argument(new_value_argument) + 4
        self._emit(_EQUAL, self._numbers[name], otherwise=6)
        self._emit(_LOAD, low)
        self._emit(_EQUAL, 0, otherwise=2)
        self._emit(_LOAD, high)
        self._emit(_EQUAL, 0, then=1)
        self._emit(_RETURN, _ERRNO | _EPERM)
        self._emit(_RETURN, _ALLOW)

    def _examine(
        self, name: str, argument: int, tests: list[tuple[int, int]], *, on_match: int, otherwise: int
    ) -> None:
        if name not in self._numbers:
            return
        length = 2 * len(tests) + 2
        self._emit(_EQUAL, self._numbers[name], otherwise=length)
        self._emit(_LOAD, self._argument(argument))
        for code, operand in tests:
            self._emit(code, operand, otherwise=1)
            self._emit(_RETURN, on_match)
        self._emit(_RETURN, otherwise)

    @staticmethod
    def _argument(index: int) -> int:
        return _ARGUMENTS + 8 * index

    def finish(self, default: int) -> bytes:
        self._emit(_RETURN, default)
        return b"".join(struct.pack("=HBBI", *instruction) for instruction in self._code)


def _search(runs: list[list[int]]) -> list[tuple[int, int, int, int]]:
    """Give the instructions that allow the numbers of these runs, first to last, and refuse all others."""
    if len(runs) > 1:
        middle = len(runs) // 2
        below, above = _search(runs[:middle]), _search(runs[middle:])
        return [(_AT_LEAST, len(below), 0, runs[middle][0]), *below, *above]
    first, last = runs[0]
    refused, allowed = (_RETURN, 0, 0, _ERRNO | _EPERM), (_RETURN, 0, 0, _ALLOW)
    return [(_AT_LEAST, 0, 2, first), (_AT_LEAST, 1, 0, last + 1), allowed, refused]
