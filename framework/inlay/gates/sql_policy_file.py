"""What the `policy.yaml` of a slot kind of SQL may say: pydantic models, so that a rule left out is an error."""

import re
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from inlay.catalog.slot_kind_file import PolicySettings

__all__ = ["PatternEntry", "PolicyDocument", "RuleEntry"]

_Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
_GAP = re.compile(r"\{(\w+)\}")
_OF_A_NODE = frozenset({"node", "call"})


def _is_expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from None
    return text


def _as_mapping(given: Any) -> Any:
    """Read `Like` and `[Like, ILike]` as patterns of nothing but a node."""
    return {"node": given} if isinstance(given, str | list) else given


def _as_list(given: Any) -> Any:
    return given if isinstance(given, list) else [given]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PatternEntry(_Strict):
    """What a node of the tree of a statement looks like; every key that stands there must hold."""

    node: Annotated[list[str], BeforeValidator(_as_list)] = []
    text: Annotated[str, AfterValidator(_is_expression)] | None = None
    parts: dict[str, "Pattern"] = {}
    lacks: list[str] = []
    inside: "Pattern | None" = None
    outside: "Pattern | None" = None
    holds: "Pattern | None" = None


Pattern = Annotated[PatternEntry, BeforeValidator(_as_mapping)]


class RuleEntry(_Strict):
    """One rule: found by patterns, by a token, or by a check that inlay brings under this name."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,60}$")
    message: _Text
    bad: list[_Text] = Field(min_length=1)
    good: list[_Text] = Field(min_length=1)
    find: Annotated[list[Pattern], BeforeValidator(_as_list)] = []
    token: str | None = None
    check: str | None = None
    settings: PolicySettings = PolicySettings()

    @model_validator(mode="after")
    def _is_found_in_one_way(self) -> Self:
        if sum(map(bool, (self.find, self.token, self.check))) != 1:
            raise ValueError("a rule has exactly one of `find`, `token` and `check`")
        return self

    @model_validator(mode="after")
    def _says_what_is_known(self) -> Self:
        for gap in _GAP.findall(self.message):
            if gap not in _OF_A_NODE or not self.find:
                told = "`{node}` and `{call}`, with `find`"
                raise ValueError(f"nothing fills `{{{gap}}}` of the message; known are {told}")
        return self


class _Around(_Strict):
    """The contract that the examples are read under, written as in a spec."""

    entities: dict[str, dict[str, str]] = Field(min_length=1)
    takes: dict[str, str] = {}
    returns: str


class PolicyDocument(_Strict):
    """A whole `policy.yaml`."""

    examples_about: _Around
    rules: list[RuleEntry] = Field(min_length=1)
