"""What `slot.yaml` may say: pydantic models, so that a key which nobody reads is an error and not a rule left out."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt, StringConstraints, model_validator

from inlay.catalog.manifest import Name

__all__ = ["PolicySettings", "SlotKindFile"]

_Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
_Names = Annotated[list[_Name], Field(min_length=1)]
_Module = Annotated[str, StringConstraints(pattern=r"^([a-z_][a-z0-9_.]*)?$")]
_OPTIONAL = ("policy", "engines")
_NEEDED: dict[str, tuple[Literal["builtins", "members", "functions", "casts"], ...]] = {
    "python": ("builtins", "members"),
    "sql": ("functions", "casts"),
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Syntax(_Strict):
    max_characters: PositiveInt


class _Engines(_Strict):
    required: bool = False


class PolicySettings(_Strict):
    """For SQL: the most rows, joins and inner SELECTs, and further dialects that must know a statement."""

    rows: NonNegativeInt | None = None
    joins: NonNegativeInt | None = None
    nested: NonNegativeInt | None = None
    cross_joins: bool = True
    dialects: list[Literal["bigquery", "mysql", "oracle", "postgres", "snowflake", "sqlite", "tsql"]] = []


class _Settings(BaseModel):
    """Those of the gates that come with inlay; a gate of somebody else sees to its own."""

    model_config = ConfigDict(extra="allow", frozen=True)

    syntax: _Syntax
    policy: PolicySettings | None = None
    engines: _Engines | None = None


class _Allowed(_Strict):
    builtins: _Names | None = None
    members: dict[_Name, _Names] | None = None
    functions: _Names | None = None
    casts: _Names | None = None
    instead: dict[str, _Names] | None = None


class SlotKindFile(_Strict):
    """A whole `slot.yaml`."""

    kind: Name
    version: int = Field(default=1, ge=1)
    language: Literal["python", "sql"]
    extension: str = Field(pattern=r"^[a-z0-9]{1,10}$")
    prompt: str
    gates: list[str] = Field(min_length=1)
    settings: _Settings
    imports: dict[_Name, _Module] = {}
    allow: _Allowed

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        twice = sorted({gate for gate in self.gates if self.gates.count(gate) > 1})
        if twice:
            raise ValueError(f"`gates` names {', '.join(twice)} twice")
        told = {*(self.settings.model_extra or {}), *(name for name in _OPTIONAL if getattr(self.settings, name))}
        strange = sorted(told - set(self.gates))
        if strange:
            raise ValueError(f"there are settings for {', '.join(strange)}, which is none of the gates of this kind")
        missing = [key for key in _NEEDED.get(self.language, ()) if not getattr(self.allow, key)]
        if missing:
            raise ValueError(f"`allow` lacks {' and '.join(missing)}: a {self.language} body could use nothing")
        return self

    def settings_by_gate(self) -> dict[str, dict[str, Any]]:
        """Give the settings as plain data."""
        return self.settings.model_dump(exclude_none=True)

    def allowed(self) -> dict[str, Any]:
        """Give what the policy lets through as plain data."""
        return self.allow.model_dump(exclude_none=True)
