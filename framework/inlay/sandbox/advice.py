"""The one line to type when a machine lacks what the walls need."""

import os
from pathlib import Path

from inlay.sandbox.walls import find_program

__all__ = ["how_to_install", "why_no_namespaces"]

_MANAGERS = {
    "apt-get": "apt-get install",
    "dnf": "dnf install",
    "zypper": "zypper install",
    "pacman": "pacman -S",
    "apk": "apk add",
}
_APPARMOR = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
_MOST = Path("/proc/sys/user/max_user_namespaces")


def how_to_install(package: str) -> str:
    """Give the line that installs a system package here."""
    for program, line in _MANAGERS.items():
        try:
            find_program(program)
        except FileNotFoundError:
            continue
        return f"type: {_sudo()}{line} {package}"
    return f"install the package {package} with your system's package manager"


def why_no_namespaces(said: str) -> str:
    """Give the line that makes an installed bubblewrap work, from what it said and from the kernel's settings."""
    if "nknown option" in said:
        return f"bubblewrap 0.8 or newer is needed; {how_to_install('bubblewrap')}"
    if _reads(_APPARMOR, "1"):
        return f"type: {_sudo()}sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
    if _reads(_MOST, "0"):
        return f"type: {_sudo()}sysctl -w user.max_user_namespaces=15000"
    return "allow user namespaces: a container's security profile must permit them; in a chroot the kernel never does"


def _sudo() -> str:
    return "" if os.geteuid() == 0 else "sudo "


def _reads(setting: Path, value: str) -> bool:
    try:
        return setting.read_text().strip() == value
    except OSError:
        return False
