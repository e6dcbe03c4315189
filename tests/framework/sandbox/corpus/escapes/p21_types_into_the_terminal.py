import fcntl
import termios


def attempt(canary):
    return open_ones(
        stdin=lambda: fcntl.ioctl(0, termios.TIOCSTI, b"x"),
        terminal=lambda: fcntl.ioctl(open("/dev/tty", "rb"), termios.TIOCSTI, b"x"),
    )
