"""The file of recorded answers: by slot and prompt digest, in the order in which they were given."""

import json
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from inlay.drafts import draft_beside
from inlay.errors import UsageError
from inlay.prompts.rendered import Style

__all__ = ["AnswersFile", "RecordedAnswer", "RecordedAnswers", "read_answers", "write_answers"]


class RecordedAnswer(BaseModel):
    """One completion; `mean_logprob` is what it was recorded with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    mean_logprob: float = 0.0
    tokens: int = 0
    finished: bool = True


class RecordedAnswers(BaseModel):
    """The answers to one prompt of one slot; an empty digest answers any version of the prompt."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slot: str
    prompt: str = ""
    answers: tuple[RecordedAnswer, ...]


class AnswersFile(BaseModel):
    """The whole file; `prompts` are the versions that the model was trained on, by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    style: Style = "instruct"
    prompts: dict[str, str] = {}
    model: str = "recorded"
    recorded: tuple[RecordedAnswers, ...] = ()


def read_answers(path: Path) -> AnswersFile:
    """Read a file of answers, YAML or JSON."""
    try:
        text = path.read_text(encoding="utf-8")
        loaded = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
        return AnswersFile.model_validate(loaded or {})
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint="give the path of a file of answers") from error
    except (json.JSONDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"{path} is no file of answers: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{path} is no file of answers: {place}: {first['msg']}") from error


def write_answers(path: Path, content: AnswersFile) -> None:
    """Write a file of answers whole or not at all."""
    plain = content.model_dump(mode="json", exclude_defaults=True) | {"style": content.style, "model": content.model}
    text = json.dumps(plain, indent=1) if path.suffix == ".json" else yaml.safe_dump(plain, sort_keys=False)
    try:
        with draft_beside(path) as draft:
            draft.write_text(text, encoding="utf-8")
            draft.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error}") from error
