"""The data report: what a recipe would learn from, before a second of training."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from inlay_finetune.sft.config import SftConfig
from inlay_finetune.sft.memory import Memory, adapter_parameters, estimate, parameters
from inlay_finetune.sft.reading import Corpus
from inlay_finetune.sft.rows import packed

__all__ = ["DataReport", "report_on"]


@dataclass(frozen=True, slots=True)
class DataReport:
    """Counts of one epoch; `filled` is the share of all rows that holds tokens, `learnt` that which the loss sees.

    `by_source` is the share of the tokens that each source has, `asked` the one that the recipe says of it.
    """

    samples: int
    dropped: Mapping[str, int]
    truncated: int
    tokens: int
    learnt: float
    rows: int
    filled: float
    tokens_per_step: float
    steps_per_epoch: float
    epochs: float
    by_source: Mapping[str, float]
    asked: Mapping[str, float]
    parameters: int
    trained_parameters: int
    memory: Memory

    def plain(self) -> dict[str, object]:
        """Give the report as plain data."""
        return {**asdict(self), "memory": {**asdict(self.memory), "device": self.memory.device}}


def report_on(corpus: Corpus, config: SftConfig) -> DataReport:
    """Count a corpus as the recipe would learn it."""
    rows = packed(corpus.samples, config.data.context)
    per_step = config.training.rows * config.cluster.devices
    total, shape = corpus.tokens, config.model.shape
    return DataReport(
        samples=len(corpus.samples),
        dropped=dict(corpus.ledger.reasons),
        truncated=corpus.truncated,
        tokens=total,
        learnt=corpus.supervised / total,
        rows=len(rows),
        filled=total / (len(rows) * config.data.context),
        tokens_per_step=total / len(rows) * per_step,
        steps_per_epoch=len(rows) / per_step,
        epochs=config.training.steps * per_step / len(rows),
        by_source={name: count / total for name, count in corpus.by_source.items()},
        asked=corpus.asked,
        parameters=parameters(config),
        trained_parameters=adapter_parameters(shape, config.adapter) if config.adapter else parameters(config),
        memory=estimate(config),
    )
