"""Instructions that a model makes itself: new tasks proved by running them, and old ones made harder."""

from inlay_finetune.data.instruct.evolving import evolve
from inlay_finetune.data.instruct.making import self_instruct
from inlay_finetune.data.instruct.settings import EvolveSettings, InstructSettings

__all__ = ["EvolveSettings", "InstructSettings", "evolve", "self_instruct"]
