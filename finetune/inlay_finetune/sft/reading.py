"""The samples of a recipe, read, mixed and counted: what is learnt, and what is left out and why."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from inlay.errors import InlayError, UsageError
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Sample, read_samples
from inlay_finetune.sft.config import Data, SftConfig, Source, TuningConfig
from inlay_finetune.sft.encoding import Encoded, encode_sample
from inlay_finetune.sft.tokens import Tokens, load_tokens

__all__ = ["Corpus", "read_corpus", "tokens_of"]


@dataclass
class Corpus:
    """Samples ready for rows; `truncated` of them lost their end, `by_source` counts tokens seen in an epoch."""

    samples: list[Encoded] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    truncated: int = 0
    by_source: dict[str, int] = field(default_factory=dict)

    @property
    def tokens(self) -> int:
        """The number of tokens."""
        return sum(map(len, self.samples))

    @property
    def supervised(self) -> int:
        """The number of tokens that the loss is taken of."""
        return sum(sample.supervised for sample in self.samples)


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
    """Read and mix all sources; more dropped or truncated than the recipe allows is an error."""
    corpus = Corpus()
    sources = config.data.sources
    for source in sorted(sources, key=lambda each: each.share is not None):
        before = corpus.tokens
        chance = random.Random(f"{config.training.seed}/{sources.index(source)}")
        if source.share is None:
            most = None
        else:
            most = round(_without_rehearsal(corpus, sources) * source.share / (1 - _rehearsal(sources)))
        _take_source(corpus, source, config.data, tokens, chance, most)
        corpus.by_source[str(source.path)] = corpus.tokens - before
    _hold_to_limits(corpus, config.data)
    return corpus


def _rehearsal(sources: Sequence[Source]) -> float:
    return sum(source.share or 0.0 for source in sources)


def _without_rehearsal(corpus: Corpus, sources: Sequence[Source]) -> int:
    return sum(corpus.by_source.get(str(source.path), 0) for source in sources if source.share is None)


def _take_source(
    corpus: Corpus, source: Source, data: Data, tokens: Tokens, chance: random.Random, most: int | None
) -> None:
    """Take samples of a source, up to `most` tokens of it."""
    before = corpus.tokens
    for place, sample in _weighted(source, chance):
        if most is not None and corpus.tokens - before >= most:
            return
        _take(corpus, f"{source.path} sample {place}", encode_sample(sample, tokens), data)


def _weighted(source: Source, chance: random.Random) -> Iterator[tuple[int, Sample]]:
    """Give each sample as often as its weight says, a fraction by chance; those for rehearsal come in random order."""
    placed = enumerate(read_samples(source.path), start=1)
    for place, sample in placed if source.share is None else _in_random_order(placed, chance):
        whole, part = divmod(source.weight, 1)
        for _ in range(int(whole) + (chance.random() < part)):
            yield place, sample


def _in_random_order(samples: Iterable[tuple[int, Sample]], chance: random.Random) -> list[tuple[int, Sample]]:
    listed = list(samples)
    chance.shuffle(listed)
    return listed


def _take(corpus: Corpus, what: str, sample: Encoded, data: Data) -> None:
    longer = len(sample) > data.context
    fitting = sample.cut(data.context) if longer else sample
    if longer and not data.most_truncated:
        corpus.ledger.drop(what, "longer than the context", f"{len(sample)} tokens")
    elif not fitting.supervised:
        corpus.ledger.drop(what, "nothing to learn" + (" within the context" if longer else ""))
    else:
        corpus.ledger.keep()
        corpus.truncated += longer
        corpus.samples.append(fitting)


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
