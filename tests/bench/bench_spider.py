"""Judging Spider's queries beside the official test-suite evaluation: verdicts, seconds of the processor, seconds.

    python tests/bench/bench_spider.py --official test-suite-sql-eval --official-python peers/bin/python \\
        --questions spider/dev.json --databases spider/database [--variants 39] [--rounds 3] [--jobs 1]
    python tests/bench/bench_spider.py … --agreement

The official code is a checkout of github.com/taoyds/test-suite-sql-eval, its Python one with sqlparse and nltk. Both
read the same questions, half of their predictions changed, over the same databases: each file and variants of it, about
as many as the published test suites hold. `--agreement` takes no time: every question with every change, over the files
as they are, DISTINCT kept by the official code and dropped, and every difference with its name.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from spending import Spent, ratio_of, spent_by
from spider_differences import difference
from spider_material import Pair, every_change, one_change_each, pairs_of, write, write_lines
from verdicts import tell_apart

OFFICIAL = Path(__file__).with_name("official_spider.py")
INLAY = Path(sys.executable).with_name("inlay")


def main(told: argparse.Namespace) -> int:
    """Measure or compare, and print; 1 when a verdict differs for no known reason."""
    if not (told.official / "evaluation.py").is_file():
        print(f"skipped: no official evaluation in {told.official}")
        return 0
    databases = {path.parent.name: path.parent for root in told.databases for path in root.glob("*/*.sqlite")}
    golds = pairs_of(told.questions, databases)
    with TemporaryDirectory() as place:
        folder = Path(place)
        pairs = every_change(golds) if told.agreement else one_change_each(golds)
        write(pairs, databases, 1 if told.agreement else told.variants, folder)
        print(f"{len(golds)} questions, {len(pairs)} predictions, {len(list(folder.glob('database/*/*')))} files")
        return _agree(told, pairs, folder) if told.agreement else _race(told, pairs, folder)


def _race(told: argparse.Namespace, pairs: Sequence[Pair], folder: Path) -> int:
    unknown = 0
    for _ in range(told.rounds):
        (theirs, official), (ours, inlay) = _official(told, folder, "keep"), _inlay(told, folder)
        for name, spent, passed in (("official", theirs, official), ("inlay", ours, inlay)):
            print(f"{name:8} {spent}, {sum(passed)} of {len(passed)} pass")
        print(f"ratio    {ratio_of(theirs, ours)}")
        unknown += _told_apart(pairs, official, inlay, folder)
    return int(unknown > 0)


def _agree(told: argparse.Namespace, pairs: Sequence[Pair], folder: Path) -> int:
    _, inlay = _inlay(told, folder)
    _, kept = _official(told, folder, "keep")
    unknown = _told_apart(pairs, kept, inlay, folder)
    distinct = [number for number, pair in enumerate(pairs) if "distinct" in f"{pair.gold} {pair.predicted}".lower()]
    write_lines(folder, [pairs[number] for number in distinct])
    _, dropped = _official(told, folder, "drop")
    apart = sum(kept[number] != verdict for number, verdict in zip(distinct, dropped, strict=True))
    print(f"the official code without --keep_distinct says otherwise of {apart} of {len(distinct)} with DISTINCT")
    return int(unknown > 0)


def _told_apart(pairs: Sequence[Pair], official: Sequence[bool], inlay: Sequence[bool], folder: Path) -> int:
    apart = [
        (difference(pair, folder / "database", official=said), _shown(pair, official=said))
        for pair, said, ours in zip(pairs, official, inlay, strict=True)
        if said != ours
    ]
    return tell_apart(apart, len(pairs))


def _shown(pair: Pair, *, official: bool) -> str:
    return f"official {official}, {pair.change}, {pair.database}\n      {pair.gold}\n      {pair.predicted}"


def _official(told: argparse.Namespace, folder: Path, distinct: str) -> tuple[Spent, list[bool]]:
    verdicts = folder / "official.json"
    paths = [told.official.resolve(), *(folder / name for name in ("gold.txt", "predicted.txt", "database"))]
    command = [told.official_python, OFFICIAL, *paths, distinct, verdicts]
    spent = spent_by(command, log=folder / "official.log", environment={"PYTHONPATH": ""})
    return spent, [bool(verdict) for verdict in json.loads(verdicts.read_text())]


def _inlay(told: argparse.Namespace, folder: Path) -> tuple[Spent, list[bool]]:
    samples, out = folder / "predicted.txt", folder / "out"
    words = ["--samples", samples, "--data", folder / "dev.json", "--databases", folder / "database", "--out", out]
    spent = spent_by([INLAY, "eval", "run", "spider", *words, "--jobs", told.jobs], log=folder / "inlay.log")
    cases = [json.loads(line) for line in (out / "cases.jsonl").read_text("utf-8").splitlines()]
    (out / "verdicts.jsonl").unlink()
    return spent, [case["passed"] for case in sorted(cases, key=lambda case: int(case["case"]))]


def _read() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--official", type=Path, required=True)
    reader.add_argument("--official-python", default=sys.executable)
    reader.add_argument("--questions", type=Path, nargs="+", required=True)
    reader.add_argument("--databases", type=Path, nargs="+", required=True)
    reader.add_argument("--variants", type=int, default=39)
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--jobs", type=int, default=1)
    reader.add_argument("--agreement", action="store_true")
    return reader.parse_args()


if __name__ == "__main__":
    sys.exit(main(_read()))
