import os
import stat


def attempt(canary):
    return open_ones(
        device=lambda: os.mknod("/tmp/device", stat.S_IFCHR | 0o666, os.makedev(1, 1)),
        pipe=lambda: os.mkfifo("/tmp/pipe"),
        link=lambda: os.symlink("/etc/shadow", "/tmp/answer"),
        hard=lambda: os.link("/usr/bin/env", "/tmp/env"),
        setuid=lambda: os.chmod("/project", 0o4777),
        times=lambda: os.utime("/project"),
        owner=lambda: os.chown("/project", 0, 0),
        attribute=lambda: os.setxattr("/project", "user.x", b"1"),
        folder=lambda: os.mkdir("/tmp/folder"),
        remove=lambda: os.rmdir("/tmp"),
    )
