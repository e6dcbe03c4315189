"""Measures a cold and a warm `inlay new`, beside cookiecutter on the same files: `make bench`.

Wall time of whole processes, the two tools in turn, so that a busy minute hits both; the median counts.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "samples" / "orders" / "spec.yaml"
ROUNDS = 9
BIN = Path(sys.executable).parent


def seconds_of(words: Sequence[str | Path], env: dict[str, str]) -> float:
    """Run a process to its end and give its wall time."""
    start = time.perf_counter()
    done = subprocess.run([str(word) for word in words], env=env, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{words[0]} failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start


def cookiecutter_template(project: Path, folder: Path) -> int:
    """Make a cookiecutter template that renders the files of a project; give their number."""
    (folder / "cookiecutter.json").write_text('{"name": "orders"}', encoding="utf-8")
    count = 0
    for path in sorted(project.rglob("*")):
        inside = path.relative_to(project)
        if path.is_dir() or inside.parts[0] in (".inlay", "inlay.lock"):
            continue
        copy = folder / "{{cookiecutter.name}}" / inside
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        copy.write_text(f"{{% raw %}}{text}{{% endraw %}}", encoding="utf-8")
        count += 1
    return count


def main(backend: Sequence[str]) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="inlay-bench-") as name:
        work = Path(name)
        env = {**os.environ, "INLAY_HOME": str(work / "home"), "HOME": str(work)}
        target = work / "orders"
        chosen = [word for address in backend for word in ("--backend", address)]
        inlay: list[str | Path] = [BIN / "inlay", "new", SPEC, target, *chosen, "--output-format", "json"]
        start = time.perf_counter()
        done = subprocess.run([str(word) for word in inlay], env=env, capture_output=True, text=True, check=False)
        cold = time.perf_counter() - start
        if not target.is_dir():
            sys.exit(done.stdout + done.stderr)
        report = json.loads(done.stdout)
        (work / "template").mkdir()
        count = cookiecutter_template(target, work / "template")
        cookie: list[str | Path] = [BIN / "cookiecutter", "--no-input", "-f", "-o", work / "out", work / "template"]
        rounds = [(seconds_of(inlay, env), seconds_of(cookie, env)) for _ in range(ROUNDS)]
    filled = sum(slot["state"] == "clean" for slot in report["slots"])
    parts = ", ".join(f"{part} {spent:.1f}" for part, spent in report["seconds"].items())
    print(f"cold      {cold:6.2f} s  ({parts}; {filled} of {len(report['slots'])} slots, {report['tokens']} tokens)")
    print(f"warm      {statistics.median(warm for warm, _ in rounds):6.2f} s  (median of {ROUNDS}, nothing changed)")
    print(f"cookiecutter {statistics.median(other for _, other in rounds):.2f} s  (the same {count} files, median)")


if __name__ == "__main__":
    main(sys.argv[1:])
