"""A question over a database as a compact prompt: names and constants are reference tokens, and so in the answer."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace

from inlay.linking import constants_in, in_english, link
from inlay.prompts.prompt import Prompt
from inlay.prompts.references import spaced, strip_tokens
from inlay.prompts.rendered import RenderedPrompt
from inlay.prompts.view import in_view
from inlay.text2sql.names import quoted
from inlay.text2sql.spoken import Spoken

__all__ = ["COMPACT", "SHOWN", "compact_question", "query_of_compact"]

# Goes up when a question is shown otherwise.
COMPACT = "1"
# How many names of a schema a prompt shows.
SHOWN = 32
_NAME = re.compile(r"(?<![\w'\"“])[A-Z][\w.&-]*\w(?: (?:of |the |and |de )?[A-Z][\w.&-]*\w)*(?![\w'\"”])")
_TOKEN = re.compile(r"(['\"]?)(%?)<([nkv])(\d{1,2})>(%?)(\1)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def compact_question(question: str, schema: Spoken, prompt: Prompt) -> RenderedPrompt:
    """Ask for the query that answers a question; `references` gives the database's own names.

    The order of the tokens follows from the question alone, so that training and serving show it the same way.
    """
    sentence = _with_names_in_quotes(in_english(strip_tokens(question), schema.contract), schema)
    seed = int.from_bytes(hashlib.blake2b(sentence.encode(), digest_size=4).digest(), "big")
    rendered = prompt.compact(in_view(schema.contract, sentence, SHOWN), sentence, seed=seed)
    references = {token: schema.originals.get(name, name) for token, name in rendered.references.items()}
    # The guide knows queries as inlay's own specs have them; what people ask of databases goes beyond.
    return replace(rendered, references=references, guide=None)


def _with_names_in_quotes(sentence: str, schema: Spoken) -> str:
    """Put names of the world in quotes, so that they count as constants: a small model cannot spell them."""
    taken = [(found.start, found.end) for found in constants_in(sentence)]
    taken += [(found.start, found.end) for found in link(sentence, schema.contract)]

    def in_quotes(found: re.Match[str]) -> str:
        begins = sentence[: found.start()].rstrip()[-1:] in ("", ".", "?", "!", ":")
        free = not any(start < found.end() and found.start() < end for start, end in taken)
        return f'"{found[0]}"' if free and not begins else found[0]

    return _NAME.sub(in_quotes, sentence)


def query_of_compact(answer: str, references: Mapping[str, str]) -> str:
    """Give the query that an answer holds: names in quotes where they need them, constants as literals."""

    def put_back(found: re.Match[str]) -> str:
        quote, before, kind, number, after, _ = found.groups()
        value = references.get(f"<{kind}{number}>")
        if value is None:
            return found[0]
        if kind == "n":
            return quoted(value)
        plain = not quote and _NUMBER.fullmatch(value)
        return value if plain else "'" + f"{before}{value}{after}".replace("'", "''") + "'"

    return _TOKEN.sub(put_back, spaced(answer)).strip()
