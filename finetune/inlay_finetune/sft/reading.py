"""The samples of a recipe, read, mixed and counted: what is learnt, and what is left out and why."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from inlay.errors import InlayError, UsageError
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Sample, Text, placed_samples
from inlay_finetune.sft.config import Data, SftConfig, Source, TuningConfig
from inlay_finetune.sft.encoding import Encoded, encode_at
from inlay_finetune.sft.tokens import Tokens, load_tokens

__all__ = ["Corpus", "read_corpus", "tokens_of"]


@dataclass
class Corpus:
    """Samples ready for rows; `truncated` of them lost their end, `by_source` counts tokens seen in an epoch.

    `asked` is the share of the tokens that a source for rehearsal was to make up.
    """

    samples: list[Encoded] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    truncated: int = 0
    by_source: dict[str, int] = field(default_factory=dict)
    asked: dict[str, float] = field(default_factory=dict)

    @property
    def tokens(self) -> int:
        """The number of tokens."""
        return sum(map(len, self.samples))

    @property
    def supervised(self) -> int:
        """The number of tokens that the loss is taken of."""
        return sum(sample.supervised for sample in self.samples)

    def add(self, part: "_Part", most: int | None = None) -> None:
        """Take in the samples of a source, up to `most` tokens of it."""
        name, taken = str(part.source.path), 0
        for sample, truncated in part.samples:
            if most is not None and taken >= most:
                break
            self.ledger.keep()
            self.truncated += truncated
            self.samples.append(sample)
            taken += len(sample)
        self.by_source[name] = self.by_source.get(name, 0) + taken
        if part.source.share is not None:
            self.asked[name] = self.asked.get(name, 0.0) + part.source.share


@dataclass(eq=False)
class _Part:
    """What fits of one source, each sample with whether it was truncated."""

    source: Source
    samples: list[tuple[Encoded, bool]] = field(default_factory=list)
    tokens: int = 0


def tokens_of(config: TuningConfig) -> Tokens:
    """Give the tokenizer of a recipe, which must fit its model."""
    place = config.model.tokenizer or config.model.base
    assert place is not None
    tokens = load_tokens(place)
    if tokens.size > config.model.shape.vocabulary:
        raise UsageError(
            f"{tokens.file} has {tokens.size} tokens, model.shape.vocabulary is {config.model.shape.vocabulary}",
            hint="the tokenizer does not fit the model",
        )
    return tokens


def read_corpus(config: SftConfig, tokens: Tokens) -> Corpus:
    """Read and mix all sources; more dropped or truncated than the recipe allows is an error.

    Where a source has too little for its share, the others keep theirs of what there is.
    """
    corpus, data = Corpus(), config.data
    parts = [
        (_Part(source), random.Random(f"{config.training.seed}/{place}")) for place, source in enumerate(data.sources)
    ]
    for part, chance in parts:
        if part.source.share is None:
            _fill(part, corpus.ledger, data, tokens, chance, None)
            corpus.add(part)
    rehearsed = [(part, chance) for part, chance in parts if part.source.share is not None]
    own = corpus.tokens
    most = own / (1 - sum(_share(part) for part, _ in rehearsed))
    for part, chance in rehearsed:
        _fill(part, corpus.ledger, data, tokens, chance, round(most * _share(part)))
    whole = _size_of_all(own, [part for part, _ in rehearsed])
    for part, _ in rehearsed:
        corpus.add(part, round(whole * _share(part)))
    _hold_to_limits(corpus, data)
    return corpus


def _share(part: _Part) -> float:
    return part.source.share or 0.0


def _size_of_all(own: int, rehearsed: Sequence[_Part]) -> float:
    """Give how many tokens there will be: a source that has too little for its share gives all that it has."""
    given, rest = float(own), list(rehearsed)
    while True:
        size = given / (1 - sum(map(_share, rest)))
        short = [part for part in rest if part.tokens < round(size * _share(part))]
        if not short:
            return size
        given += sum(part.tokens for part in short)
        rest = [part for part in rest if part not in short]


def _fill(part: _Part, ledger: Ledger, data: Data, tokens: Tokens, chance: random.Random, most: int | None) -> None:
    """Take samples of a source, up to `most` tokens of it."""
    for line, sample in _weighted(part.source, chance):
        if most is not None and part.tokens >= most:
            return
        place = f"{part.source.path}:{line}"
        taken = _fitting(place, sample, encode_at(f"{place}:1", sample, tokens), data, ledger)
        if taken is not None:
            part.samples.append(taken)
            part.tokens += len(taken[0])


def _weighted(source: Source, chance: random.Random) -> Iterator[tuple[int, Sample]]:
    """Give each sample with its line, as often as its weight says, a fraction by chance; rehearsal in random order."""
    placed = placed_samples(source.path)
    for line, sample in placed if source.share is None else _in_random_order(placed, chance):
        whole, part = divmod(source.weight, 1)
        for _ in range(int(whole) + (chance.random() < part)):
            yield line, sample


def _in_random_order(samples: Iterable[tuple[int, Sample]], chance: random.Random) -> list[tuple[int, Sample]]:
    listed = list(samples)
    chance.shuffle(listed)
    return listed


def _fitting(place: str, sample: Sample, encoded: Encoded, data: Data, ledger: Ledger) -> tuple[Encoded, bool] | None:
    """Give a sample as it fits into the context and whether it was truncated, or nothing: the ledger says why."""
    longer = len(encoded) > data.context
    fitting = encoded.cut(data.context) if longer else encoded
    if longer and isinstance(sample, Text) and sample.layout:
        # Cut, it would lose its middle, and a model would learn to write no middle.
        ledger.drop(place, "with a hole to fill and longer than the context", f"{len(encoded)} tokens")
    elif longer and not data.most_truncated:
        ledger.drop(place, "longer than the context", f"{len(encoded)} tokens")
    elif not fitting.supervised:
        ledger.drop(place, "nothing to learn" + (" within the context" if longer else ""))
    else:
        return fitting, longer
    return None


def _hold_to_limits(corpus: Corpus, data: Data) -> None:
    read = corpus.ledger.read
    if not corpus.samples:
        reasons = ", ".join(f"{count} {reason}" for reason, count in corpus.ledger.reasons.items())
        raise InlayError(f"no sample is left to learn from: {reasons or 'none was read'}")
    for count, most, name in (
        (corpus.ledger.reasons.total(), data.most_dropped, "dropped"),
        (corpus.truncated, data.most_truncated, "truncated"),
    ):
        if count > most * read:
            first = corpus.ledger.named[0] if name == "dropped" else None
            raise InlayError(
                f"{count} of {read} samples would be {name}, {count / read:.1%}; data.most_{name} allows {most:.1%}"
                + (f"; the first: {first.what}: {first.reason} {first.detail}".rstrip() if first else ""),
                hint=f"raise data.context or data.most_{name}, or mend the data",
            )
