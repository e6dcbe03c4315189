"""Measures what adapters buy over databases that no training saw, before and after: `make text2sql-lora`.

The base is the embedded model: a small Llama, trained from nothing, that has learnt queries over inlay's own specs and
was never asked a question over a database. Held out is every database whose data is there. The adapters learn the
questions over the other databases, and questions made up for the other schemas. Then both models answer the questions
held out, greedily, and `inlay eval` judges the answers by execution.

Each step is a command of inlay and is printed. A step that is done is not done again, and a training or a sampling that
was ended goes on: delete `--out` to begin anew.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inlay.text2sql.schema import Database, database_file, read_schemas
from inlay_eval.changes import comparison_text
from inlay_eval.comparing import compare, read_run
from inlay_finetune.data.text2sql.trying import fault_of

SECONDS = 10.0
# From here on two schemas are the same, whatever they are called.
ALIKE = 0.5

Inlay = Callable[[Sequence[str]], None]
"""Runs a command of inlay; what fails is raised."""


def in_a_process(words: Sequence[str]) -> None:
    """Run a command by itself, so that no two of them share their libraries' threads."""
    subprocess.run([Path(sys.executable).with_name("inlay"), *words], check=True)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What is measured: questions and schemas in Spider's format, the databases held out, and how it is learnt."""

    spider: Path
    databases: Path
    out: Path
    model: str = "embedded"
    recipe: str = "text2sql-lora"
    made: int = 12
    overrides: tuple[str, ...] = ()

    @property
    def heldout(self) -> Path:
        """The folder of the questions held out."""
        return self.out / "heldout"

    @property
    def trained(self) -> tuple[Path, Path]:
        """The questions that are learnt: those of people, and those made up."""
        return self.out / "spider" / "train.jsonl", self.out / "made" / "train.jsonl"


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a model came to over the questions held out."""

    accuracy: float
    low: float
    high: float
    questions: int
    runnable: int

    def row(self, name: str) -> str:
        """Give it as a row of a table."""
        interval = f"{100 * self.low:.1f} to {100 * self.high:.1f}"
        return f"| {name} | {100 * self.accuracy:.1f} % ({interval}) | {self.runnable / self.questions:.1%} |"


def hold_out(settings: Settings) -> list[str]:
    """Write the questions over the databases that are there, and give the names of these databases."""
    questions = json.loads((settings.spider / "dev.json").read_text(encoding="utf-8"))
    names = {name for name in {each["db_id"] for each in questions} if database_file(settings.databases, name)}
    settings.heldout.mkdir(parents=True, exist_ok=True)
    kept = [each for each in questions if each["db_id"] in names]
    (settings.heldout / "dev.json").write_text(json.dumps(kept), encoding="utf-8")
    shutil.copy(settings.spider / "tables.json", settings.heldout)
    return sorted(names)


def look_alike(schemas: dict[str, Database], held: Sequence[str]) -> list[str]:
    """Give the schemas that share more than half of their columns with one held out: they are held out too."""

    def columns(name: str) -> set[tuple[str, str]]:
        return {(table.name.lower(), column.name.lower()) for table in schemas[name].tables for column in table.columns}

    def alike(one: set[tuple[str, str]], two: set[tuple[str, str]]) -> bool:
        return len(one & two) >= ALIKE * min(len(one), len(two))

    apart = [columns(name) for name in held]
    return [name for name in sorted(schemas.keys() - set(held)) if any(alike(columns(name), each) for each in apart)]


def make_data(settings: Settings, inlay: Inlay, held: Sequence[str]) -> None:
    """Make what is learnt, without a held-out database."""
    tables = settings.spider / "tables.json"
    left_out = [*held, *look_alike(read_schemas(tables), held)]
    words = ["--tables", str(tables), "--schema", "compact", *(f"--hold-out={name}" for name in left_out)]
    people, made = settings.trained
    asked = {people: [str(settings.spider / "dev.json")], made: ["--count", str(settings.made)]}
    for file, more in asked.items():
        if not (file.parent / "report.json").is_file():
            inlay(["finetune", "data", "text2sql", *more, *words, "--out", str(file.parent)])


def require_apart(settings: Settings, held: Sequence[str]) -> int:
    """Raise where a database held out, or one like it, is among what is learnt; give how many samples are learnt."""
    seen: list[str] = []
    for file in settings.trained:
        seen += [json.loads(line)["about"]["database"] for line in file.read_text(encoding="utf-8").splitlines()]
    if both := set(seen) & set(held):
        raise SystemExit(f"held out, and learnt too: {', '.join(sorted(both))}")
    schemas = read_schemas(settings.spider / "tables.json")
    if alike := look_alike({name: schemas[name] for name in {*seen, *held}}, held):
        raise SystemExit(f"learnt, and like one held out: {', '.join(alike)}")
    return len(seen)


def adapt(settings: Settings, inlay: Inlay) -> Path:
    """Train adapters beside the base, and give the file of the two joined."""
    out, file = settings.out, settings.out / "adapted.gguf"
    if not (out / "base").exists():
        inlay(["finetune", "import", settings.model, "--to", str(out / "base")])
    people, made = settings.trained
    # Questions of people are few and worth more: of those made up a part is seen.
    sources = f"data.sources=[{{path: {people}}}, {{path: {made}, weight: 0.15}}]"
    files = (f"run={out / 'run'}", f"model.base={out / 'base'}", sources)
    if not (out / "merged").exists():
        inlay(["finetune", "train", settings.recipe, *files, *settings.overrides])
        inlay(["finetune", "merge", str(out / "run"), "--to", str(out / "merged")])
    if not file.exists():
        inlay(["finetune", "export", str(out / "merged"), "--to", str(file)])
    return file


def judged(settings: Settings, inlay: Inlay, name: str, model: str) -> Found:
    """Have a model answer the questions held out, and judge its answers."""
    samples, run = settings.out / f"{name}.jsonl", settings.out / f"{name}.run"
    data = ["spider", "--data", str(settings.heldout), "--databases", str(settings.databases)]
    inlay(
        ["eval", "sample", *data, "--model", model, "--temperature", "0", "--max-tokens", "128", "--out", str(samples)]
    )
    inlay(["eval", "run", *data, "--samples", str(samples), "--out", str(run)])
    report = json.loads((run / "report.json").read_text(encoding="utf-8"))
    score = next(each["estimate"] for each in report["scores"] if each["name"] == "execution accuracy")
    return Found(
        accuracy=score["value"],
        low=score["low"],
        high=score["high"],
        questions=score["count"],
        runnable=_runnable(settings, samples),
    )


def _runnable(settings: Settings, samples: Path) -> int:
    questions = json.loads((settings.heldout / "dev.json").read_text(encoding="utf-8"))
    found = 0
    for sample in map(json.loads, samples.read_text(encoding="utf-8").splitlines()):
        file = database_file(settings.databases, questions[int(sample["task_id"])]["db_id"])
        assert file is not None
        found += bool(sample["completion"]) and not fault_of(file, sample["completion"], SECONDS)[0]
    return found


def measure(settings: Settings, inlay: Inlay = in_a_process) -> tuple[Found, Found]:
    """Do all of it; print and give what the base came to, and what it came to with adapters."""
    held = hold_out(settings)
    print(f"held out: {', '.join(held)}")
    make_data(settings, inlay, held)
    print(f"{require_apart(settings, held)} samples are learnt, none over a database held out or one like it")
    base = f"gguf:{_file_of(settings.model)}"
    before = judged(settings, inlay, "base", base)
    after = judged(settings, inlay, "adapted", f"gguf:{adapt(settings, inlay)}")
    print(f"\n| {before.questions} questions over {len(held)} databases | execution accuracy | runs |\n|---|---|---|")
    print(before.row("base"))
    print(after.row("with adapters"))
    print(comparison_text(compare(read_run(settings.out / "base.run"), read_run(settings.out / "adapted.run"))))
    return before, after


def _file_of(model: str) -> Path:
    from inlay.resources import embedded_model

    return embedded_model() if model == "embedded" else Path(model)


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("spider", type=Path, help="folder with dev.json and tables.json of Spider")
    parser.add_argument("databases", type=Path, help="folder with the databases held out, as NAME/NAME.sqlite")
    parser.add_argument("overrides", nargs="*", help="settings of the training, as key=value")
    parser.add_argument("--out", type=Path, default=Path("runs/text2sql"))
    given = parser.parse_intermixed_args()
    measure(Settings(spider=given.spider, databases=given.databases, out=given.out, overrides=tuple(given.overrides)))


if __name__ == "__main__":
    main()
