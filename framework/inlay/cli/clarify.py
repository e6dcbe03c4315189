"""`inlay clarify`: asks what a spec leaves open and writes the answers into it as examples."""

import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inlay.cli.choices import Ladder, SandboxOption, SecondsOption, SeedOption, TokensOption, options_of
from inlay.cli.output import Format, FormatOption, emit, say
from inlay.cli.progress import watching
from inlay.cli.reports import told_walls
from inlay.errors import SpecInvalid, UsageError

if TYPE_CHECKING:
    from inlay.build.options import Options
    from inlay.clarify import Answer, Question

__all__ = ["clarify"]


def clarify(
    spec: Annotated[Path, typer.Argument(help="The spec, a YAML file.")],
    slot: Annotated[str | None, typer.Option(help="Only this slot, as in rules.order_total.")] = None,
    yes: Annotated[list[int] | None, typer.Option(help="The number of a question whose first result is right.")] = None,
    answers: Annotated[
        str | None, typer.Option(help="A JSON file of answered questions, or - for standard input.")
    ] = None,
    project: Annotated[
        Path | None, typer.Option(help="Take the bodies of this project where they still apply.")
    ] = None,
    samples: Annotated[int, typer.Option(min=0, max=64, help="How many other readings to ask each backend for.")] = 8,
    thorough: Annotated[bool, typer.Option("--thorough", help="Ask also about what a body may have misread.")] = False,
    backend: Ladder = None,
    sandbox: SandboxOption = "bubblewrap",
    seed: SeedOption = 0,
    tokens: TokensOption = None,
    seconds: SecondsOption = None,
    form: FormatOption = Format.text,
) -> None:
    """Show inputs on which readings of the spec part, ask which result is right, and write it down as an example."""
    from inlay.clarify import write_answers

    if answers is not None:
        given = _read_answers(answers)
        write_answers(spec, given)
        emit({"written": len(given), "open": []}, lambda: _written(len(given), spec), form)
        return
    options = options_of(backend, sandbox, seed=seed, tokens=tokens, seconds=seconds)
    questions = _questions(spec, slot, project, options, form, samples=samples, thorough=thorough)
    chosen = _chosen(questions, yes or [])
    asking = form is Format.text and not yes and sys.stdin.isatty()
    if asking:
        given = _ask(questions, spec)
    else:
        given = [_confirmed(question) for question in chosen]
        write_answers(spec, given)
    left = len(questions) - len(given)
    said = {"written": len(given), "walls": options.walls, "open": _data(questions, chosen)}
    emit(said, lambda: "\n".join([*told_walls(options.walls), _text(questions, given, spec)]), form)
    if left:
        raise typer.Exit(1)


def _questions(
    spec: Path,
    slot: str | None,
    project: Path | None,
    options: "Options",
    form: Format,
    *,
    samples: int,
    thorough: bool,
) -> "Sequence[Question]":
    from inlay.build.clarifying import find_questions

    with watching(form) as progress:
        found = find_questions(spec, options, progress, project=project, only=slot, samples=samples, thorough=thorough)
    for name in found.unfilled:
        say(f"{name}: no body passes, so nothing is asked")
    return found.questions


def _chosen(questions: "Sequence[Question]", numbers: list[int]) -> "list[Question]":
    wrong = [number for number in numbers if not 1 <= number <= len(questions)]
    if wrong:
        raise UsageError(f"there is no question {wrong[0]}", hint=f"there are {len(questions)}")
    return [questions[number - 1] for number in sorted(set(numbers))]


def _confirmed(question: "Question") -> "Answer":
    from inlay.clarify import Answer

    return Answer(slot=question.slot, given=question.given, then=question.options[0].result)


def _ask(questions: "Sequence[Question]", spec: Path) -> "list[Answer]":
    """Ask one after the other and write down each answer at once; the end of input leaves the rest open."""
    given = []
    for number, question in enumerate(questions, 1):
        typer.echo(f"\n{number} of {len(questions)}, {question.slot}: {question.sentence}")
        typer.echo(f"  {question.text}")
        for place, option in enumerate(question.options, 1):
            typer.echo(f"    {place}) {option.shown}{' (what it gives now)' if option.now else ''}")
        try:
            answer = _answer(question, spec)
        except EOFError:
            typer.echo()
            break
        if answer is not None:
            given.append(answer)
    return given


def _answer(question: "Question", spec: Path) -> "Answer | None":
    """Ask until what is said is a result that the spec may have there; None when the question is left open."""
    from inlay.clarify import Answer, write_answers

    while said := input("  number, another result after =, or Enter to leave it open: ").strip():
        try:
            result = _result(said, question)
        except UsageError as misunderstanding:
            typer.echo(f"  {misunderstanding}")
            continue
        answer = Answer(slot=question.slot, given=question.given, then=result)
        try:
            write_answers(spec, [answer])
        except SpecInvalid as error:
            typer.echo(f"  {error.faults[0].message}")
            continue
        return answer
    return None


def _result(said: str, question: "Question") -> object:
    from inlay.spec.faults import Faults
    from inlay.spec.nodes import plain
    from inlay.spec.reader import read_yaml

    if said.startswith("="):
        try:
            return plain(read_yaml(said[1:].strip() or "null", Faults("your answer")))
        except SpecInvalid as error:
            raise UsageError(f"{said!r} cannot be read: {error.faults[0].message}") from error
    if said.isdecimal() and 1 <= int(said) <= len(question.options):
        return question.options[int(said) - 1].result
    raise UsageError(f"{said!r} is none of the numbers; another result is written as in =12.50")


def _read_answers(path: str) -> "list[Answer]":
    from inlay.clarify import Answer

    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
        read = json.loads(text, parse_float=Decimal)
        asked = read["open"] if isinstance(read, dict) else read
        if not isinstance(asked, list):
            raise TypeError("a list of questions is wanted")
        if asked and not any("answer" in one for one in asked):
            raise ValueError("none of the questions has an `answer`")
        return [
            Answer(slot=str(one["slot"]), given=dict(one["given"]), then=one["answer"])
            for one in asked
            if "answer" in one
        ]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "take what `--output-format json` prints and add `answer` to the questions"
        raise UsageError(f"{path} holds no answered questions: {error}", hint=hint) from error


def _data(questions: "Sequence[Question]", answered: "Sequence[Question]") -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "slot": question.slot,
            "line": question.place.line,
            "sentence": question.sentence,
            "question": question.text,
            "given": _plain(question.given),
            "results": [
                {"result": _plain(option.result), "now": option.now, "rules_out": option.rules_out}
                for option in question.options
            ],
            "decides": question.decides,
        }
        for number, question in enumerate(questions, 1)
        if question not in answered
    ]


def _plain(value: object) -> object:
    """Give a value as JSON has it: amounts as numbers, days as text."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, bool | int | str | None) else str(value)


def _text(questions: "Sequence[Question]", given: "Sequence[Answer]", spec: Path) -> str:
    answered = {(answer.slot, repr(answer.given)) for answer in given}
    lines = []
    for number, question in enumerate(questions, 1):
        if (question.slot, repr(question.given)) not in answered:
            lines.append(f"{number}. {question.slot} ({spec}:{question.place.line})\n   {question.text}")
    if given:
        lines.append(_written(len(given), spec))
    if not questions:
        lines.append("Nothing to ask: the examples tell every reading that was found from the others.")
    elif len(questions) > len(given):
        lines.append("Answer on a terminal, or with --yes N where the first result is right, or with --answers FILE.")
    return "\n".join(lines)


def _written(count: int, spec: Path) -> str:
    return f"Wrote {count} example{'s' * (count != 1)} into {spec}; `inlay update` fills what is open or now wrong."
