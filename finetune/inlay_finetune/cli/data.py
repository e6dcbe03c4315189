"""The commands of `inlay finetune data`."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inlay.cli.choices import SandboxOption, walls_of
from inlay.cli.output import Format, FormatOption, emit, fields
from inlay_finetune.cli.choices import Out, Seed

if TYPE_CHECKING:
    from inlay_finetune.data.ledger import Ledger

__all__ = ["app", "told"]

app = typer.Typer(name="data", help="Make training data.", no_args_is_help=True)


def told(out: Path, samples: int, ledger: "Ledger", form: Format) -> None:
    """Say what was written, kept and dropped, and why; a step that a person ended is ended here."""
    plain = {"out": str(out), "samples": samples, **ledger.plain()}

    def text() -> str:
        dropped = {f"dropped, {reason}": count for reason, count in ledger.reasons.most_common()}
        counts = {"written": f"{samples} to {out}", "read": ledger.read, "kept": ledger.kept}
        return fields({**counts, **dropped, **ledger.notes})

    emit(plain, text, form)
    if ledger.stopped is not None:
        raise ledger.stopped


@app.command("fim")
def fim(
    source: Annotated[Path, typer.Argument(help="A JSONL file of texts, such as `data code` writes.")],
    out: Out,
    layout: Annotated[str, typer.Option(help="codellama or starcoder.")] = "starcoder",
    rate: Annotated[float, typer.Option(min=0, max=1, help="Share of the documents that are rearranged.")] = 0.9,
    longest: Annotated[int, typer.Option(min=1, help="Characters of a document that is taken whole.")] = 12_000,
    seed: Seed = 0,
    form: FormatOption = Format.text,
) -> None:
    """Cut documents in three and put the middle last, half of them the suffix first."""
    from inlay_finetune.data.fim import fim_samples, layout_named
    from inlay_finetune.data.ledger import Ledger
    from inlay_finetune.data.samples import read_documents, write_samples
    from inlay_finetune.saving import require_file

    require_file(out, source)
    ledger = Ledger()
    made = fim_samples(read_documents(source), layout_named(layout), ledger, rate=rate, longest=longest, seed=seed)
    told(out, write_samples(out, ledger.some(made)), ledger, form)


@app.command("code")
def code(
    source: Annotated[Path, typer.Argument(help="A repository, a folder, or a folder of repositories.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for train.jsonl, heldout.jsonl and report.json.")],
    suffix: Annotated[list[str] | None, typer.Option(help="Take only files that end so; may be repeated.")] = None,
    against: Annotated[list[Path] | None, typer.Option(help="Evaluation file; what holds its text is dropped.")] = None,
    heldout: Annotated[float, typer.Option(min=0, max=1, help="Share of the families that is held out.")] = 0.05,
    similarity: Annotated[float, typer.Option(min=0.1, max=1, help="From here on two files are the same.")] = 0.85,
    history: Annotated[bool, typer.Option("--history", help="Take what commits removed too, as it last was.")] = False,
    seed: Seed = 0,
    form: FormatOption = Format.text,
) -> None:
    """Make a clean corpus of company code: filtered, no secrets, no copies, parted by repository."""
    from inlay_finetune.data.code.collecting import CODE
    from inlay_finetune.data.code.corpus import CodeSettings, make_corpus
    from inlay_finetune.data.samples import write_report, write_samples

    suffixes = frozenset(f".{each.lstrip('.').lower()}" for each in suffix) if suffix else CODE
    exams = tuple(against or ())
    settings = CodeSettings(
        suffixes=suffixes, exams=exams, heldout=heldout, similarity=similarity, history=history, seed=seed
    )
    corpus = make_corpus(source, settings)
    corpus.ledger.some([*corpus.train, *corpus.heldout])
    for name, side in (("train", corpus.train), ("heldout", corpus.heldout)):
        write_samples(out / f"{name}.jsonl", side)
    write_report(out / "report.json", corpus.ledger.plain())
    told(out, corpus.ledger.kept, corpus.ledger, form)


@app.command("slots")
def slots(
    out: Out,
    count: Annotated[int, typer.Option(min=1, help="How many pairs.")] = 1000,
    style: Annotated[str, typer.Option(help="instruct, infill or compact.")] = "instruct",
    split: Annotated[
        str, typer.Option(help="train, or held out: schema, wording, composition, pattern, noise.")
    ] = "train",
    layout: Annotated[str | None, typer.Option(help="For infill: codellama, the default, or starcoder.")] = None,
    version: Annotated[str, typer.Option(help="Version of the prompts, or a label.")] = "production",
    seed: Seed = 1,
    form: FormatOption = Format.text,
) -> None:
    """Generate pairs for slots, rendered by the prompt files that serve."""
    from inlay.cli.output import require_word
    from inlay_finetune.data.ledger import Ledger
    from inlay_finetune.data.samples import write_samples
    from inlay_finetune.data.slots import slot_pairs
    from inlay_finetune.saving import require_file
    from inlay_finetune.synthetic.dice import SPLITS

    require_word(style, ("instruct", "infill", "compact"), "style")
    require_word(split, SPLITS, "split")
    require_file(out)
    ledger = Ledger()
    made = slot_pairs(count, style, ledger, split=split, layout=layout, version=version, seed=seed)
    told(out, write_samples(out, ledger.some(made)), ledger, form)


@app.command("journal")
def journal(
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for sft.jsonl, dpo.jsonl and report.json.")],
    file: Annotated[
        Path | None, typer.Option("--journal", help="The journal; that of this machine by default.")
    ] = None,
    project: Annotated[list[Path] | None, typer.Option(help="Generated project with edits; may be repeated.")] = None,
    layout: Annotated[str, typer.Option(help="For prompts of style infill: codellama or starcoder.")] = "codellama",
    most: Annotated[int, typer.Option(min=1, help="Rejected answers taken for each accepted one.")] = 4,
    form: FormatOption = Format.text,
) -> None:
    """Turn past runs, and what people changed since, into answers to learn and preferences."""
    from inlay.journal import home
    from inlay_finetune.data.fim import layout_named
    from inlay_finetune.data.journal.edits import edits_in
    from inlay_finetune.data.journal.pairs import pairs_of
    from inlay_finetune.data.journal.reading import read_journal
    from inlay_finetune.data.ledger import Ledger
    from inlay_finetune.data.samples import write_report, write_samples

    ledger = Ledger()
    edits = [edit for each in project or () for edit in edits_in(each, ledger)]
    tried = read_journal(file or home() / "journal.db")
    pairs = pairs_of(tried, edits, layout_named(layout), ledger, most=most)
    ledger.some([*pairs.learnt, *pairs.preferred])
    ledger.notes["preferences"] = write_samples(out / "dpo.jsonl", pairs.preferred)
    written = write_samples(out / "sft.jsonl", pairs.learnt)
    write_report(out / "report.json", ledger.plain())
    told(out, written, ledger, form)


@app.command("self-instruct")
def self_instruct(
    known: Annotated[
        Path, typer.Argument(help="JSONL of `task` and `signature`: tasks to begin with, a dozen or more.")
    ],
    out: Out,
    backend: Annotated[str, typer.Option(help="Address of a model that chats, as openai:MODEL@URL.")],
    count: Annotated[int, typer.Option(min=1, help="How many new tasks.")] = 100,
    checks: Annotated[int, typer.Option(min=1, help="Checks that a task has at least.")] = 3,
    solutions: Annotated[int, typer.Option(min=1, help="Solutions that are tried.")] = 10,
    sandbox: SandboxOption = "bubblewrap",
    seed: Seed = 0,
    form: FormatOption = Format.text,
) -> None:
    """Have a model think up tasks, checks and solutions; kept is what passes its checks in the sandbox."""
    from inlay.backends import open_backend
    from inlay.sandbox import open_box
    from inlay_finetune.data.instruct import InstructSettings, self_instruct as make
    from inlay_finetune.data.instruct.tasks import read_tasks
    from inlay_finetune.data.ledger import Ledger
    from inlay_finetune.data.samples import write_samples
    from inlay_finetune.saving import require_file

    require_file(out, known)
    ledger, begin = Ledger(), read_tasks(known)
    settings = InstructSettings(count=count, checks=checks, solutions=solutions, seed=seed)
    with closing(open_backend(backend)) as model, open_box(tier=walls_of(sandbox)) as box:
        told(out, write_samples(out, ledger.some(make(model, box, begin, settings, ledger))), ledger, form)


@app.command("evolve")
def evolve(
    source: Annotated[Path, typer.Argument(help="A JSONL file of chats, such as `data self-instruct` writes.")],
    out: Out,
    backend: Annotated[str, typer.Option(help="Address of a model that chats, as openai:MODEL@URL.")],
    rounds: Annotated[int, typer.Option(min=1, help="How often each task is made harder.")] = 3,
    seed: Seed = 0,
    form: FormatOption = Format.text,
) -> None:
    """Have a model make tasks deeper or wider, round by round; what asks nothing new or is refused is left out."""
    from inlay.backends import open_backend
    from inlay_finetune.data.instruct import EvolveSettings, evolve as make
    from inlay_finetune.data.ledger import Ledger
    from inlay_finetune.data.samples import read_chats, write_samples
    from inlay_finetune.saving import require_file

    require_file(out, source)
    ledger, chats = Ledger(), read_chats(source)
    with closing(open_backend(backend)) as model:
        made = make(model, chats, EvolveSettings(rounds=rounds, seed=seed), ledger)
        told(out, write_samples(out, ledger.some(made)), ledger, form)


@app.command("text2sql")
def text2sql(
    tables: Annotated[Path, typer.Option(help="The schemas, such as tables.json.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for train.jsonl, heldout.jsonl and report.json.")],
    questions: Annotated[
        Path | None,
        typer.Argument(help="Questions in the format of Spider or BIRD, such as dev.json; made up when left out."),
    ] = None,
    count: Annotated[int, typer.Option(min=1, help="How many questions are made up for each schema.")] = 100,
    databases: Annotated[Path | None, typer.Option(help="Folder with NAME/NAME.sqlite; queries are run on it.")] = None,
    schema: Annotated[str, typer.Option(help="How schemas are shown: m-schema, create-table or compact.")] = "m-schema",
    heldout: Annotated[float, typer.Option(min=0, max=1, help="Share of the databases that is held out.")] = 0.0,
    hold_out: Annotated[list[str] | None, typer.Option(help="A database held out; may be repeated.")] = None,
    reasoned: Annotated[bool, typer.Option("--reasoned", help="Answers tell the query in steps before it.")] = False,
    seed: Seed = 0,
    form: FormatOption = Format.text,
) -> None:
    """Turn questions over databases into samples, those read or those made up; queries that do not run are left out."""
    from inlay.errors import UsageError
    from inlay.text2sql.schema import read_schemas
    from inlay_finetune.data.ledger import Ledger
    from inlay_finetune.data.samples import write_report, write_samples
    from inlay_finetune.data.text2sql.generating import made_questions
    from inlay_finetune.data.text2sql.pairs import question_samples
    from inlay_finetune.data.text2sql.questions import read_questions

    if databases is not None and not databases.is_dir():
        raise UsageError(f"{databases} is no folder", hint="give the folder of NAME/NAME.sqlite, or leave it out")
    ledger, schemas = Ledger(), read_schemas(tables)
    if questions is None:
        asked = made_questions(schemas, count, ledger, folder=databases, seed=seed)
    else:
        asked = read_questions(questions)
    parted = question_samples(
        asked,
        schemas,
        ledger,
        folder=databases,
        form=schema,
        heldout=heldout,
        held=hold_out or (),
        seed=seed,
        reasoned=reasoned,
    )
    ledger.some([*parted.train, *parted.heldout])
    for name, side in (("train", parted.train), ("heldout", parted.heldout)):
        ledger.notes[name] = write_samples(out / f"{name}.jsonl", side)
    write_report(out / "report.json", ledger.plain())
    told(out, ledger.kept, ledger, form)
