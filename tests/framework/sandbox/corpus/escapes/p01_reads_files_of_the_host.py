from pathlib import Path


def attempt(canary):
    return open_ones(
        canary=lambda: Path(canary.file).read_text(),
        passwd=lambda: Path("/etc/passwd").read_text(),
        shadow=lambda: Path("/etc/shadow").read_text(),
        homes=lambda: list(Path("/home").iterdir()),
        temporary=lambda: list(Path(canary.file).parent.iterdir()),
        variable=lambda: list(Path("/var").iterdir()),
        system=lambda: list(Path("/sys").iterdir()),
    )
