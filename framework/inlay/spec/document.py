"""The shape of a spec file: which keys there are and what each holds; its JSON Schema comes from here."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.config import JsonDict

from inlay.spec.names import ENTITY, LONGEST, NAME, PROJECT

__all__ = ["Document", "json_schema"]

_TYPE_SCHEMA = {
    "description": "A type: str, int, decimal(12,2), bool, date, enum[a, b], Order, -> Order, [T], T?, {str: T}.",
    "anyOf": [
        {"type": "string", "minLength": 1, "maxLength": 2000},
        {"type": "array", "minItems": 1, "maxItems": 1, "items": {"$ref": "#/$defs/Type"}},
        {"type": "object", "minProperties": 1, "additionalProperties": {"$ref": "#/$defs/Type"}},
    ],
}
_PLACEHOLDER = {"$comment": "a type"}
TypeText = Annotated[object, WithJsonSchema(_PLACEHOLDER)]
_NAMES: JsonDict = {"propertyNames": {"pattern": NAME, "maxLength": LONGEST}}
_ENTITIES: JsonDict = {"propertyNames": {"pattern": ENTITY, "maxLength": LONGEST}}
Takes = Annotated[dict[str, TypeText], Field(description="The parameters and their types.", json_schema_extra=_NAMES)]
Fields = Annotated[dict[str, TypeText], Field(min_length=1, max_length=100, json_schema_extra=_NAMES)]
_SECTION = Field(max_length=300, json_schema_extra=_NAMES)
Setting = str | int | bool | list[str]
Sentence = Annotated[str, Field(min_length=2, max_length=2000, pattern=r"\S")]
Value = Annotated[Any, WithJsonSchema({"description": "A value of the type that it meets."})]


def _number(value: object) -> object:
    """Give a value that is a number as it is; `true`, which Python takes for 1, as a text."""
    return str(value) if isinstance(value, bool) else value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)


class ExampleEntry(_Strict):
    """A worked case: what is given and what comes out."""

    given: dict[str, Value]
    then: Value


Examples = Annotated[list[ExampleEntry], Field(max_length=100)]


class RuleEntry(_Strict):
    """A calculation or decision; a slot of kind python-function."""

    takes: Annotated[
        dict[str, TypeText],
        Field(min_length=1, description="The parameters and their types.", json_schema_extra=_NAMES),
    ]
    returns: TypeText
    does: Annotated[Sentence, Field(description="What it does, in a sentence or two.")]
    always: Annotated[
        list[str], Field(max_length=20, description="What holds for every result, as in result >= 0.")
    ] = []
    examples: Examples = []


class QueryEntry(_Strict):
    """A question to the database; a slot of kind sql-query."""

    takes: Annotated[
        dict[str, TypeText], Field(description="The parameters and their types.", json_schema_extra=_NAMES)
    ] = {}
    returns: TypeText
    does: Annotated[Sentence, Field(description="Which rows it gives, in which order.")]
    always: Annotated[
        list[str], Field(max_length=20, description="What holds for every row, by its columns, as in total >= 0.")
    ] = []
    examples: Examples = []


class FlowEntry(BaseModel):
    """A use of a flow template; keys beyond these are the template's own."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)
    __pydantic_extra__: dict[str, Setting]

    uses: Annotated[str, Field(min_length=1, description="The flow template, as in transition.")]
    on: Annotated[str, Field(min_length=1, description="The entity that it works on.")]
    requires: Annotated[Sentence, Field(description="What must hold; a slot.")] = ""
    examples: Examples = []


class Document(_Strict):
    """A whole spec."""

    inlay: Annotated[Literal[1], BeforeValidator(_number)]
    template: Annotated[str, Field(min_length=1, max_length=40)]
    name: Annotated[str, Field(min_length=1, json_schema_extra={"pattern": PROJECT, "maxLength": LONGEST})]
    description: Annotated[str, Field(min_length=3, max_length=500, pattern=r"\S")]
    entities: Annotated[
        dict[str, Fields],
        Field(
            min_length=1,
            max_length=200,
            description="The things of the business with their fields.",
            json_schema_extra=_ENTITIES,
        ),
    ]
    rules: Annotated[dict[str, RuleEntry], _SECTION] = {}
    queries: Annotated[dict[str, QueryEntry], _SECTION] = {}
    flows: Annotated[dict[str, FlowEntry], _SECTION] = {}


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of a spec, for editors and independent validators."""
    schema: dict[str, Any] = _with_types(Document.model_json_schema())
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A spec of inlay"
    schema["$defs"]["Type"] = _TYPE_SCHEMA
    return schema


def _with_types(schema: Any) -> Any:
    """Put the reference to the recursive type in; pydantic has no way to name a definition of ours."""
    if isinstance(schema, dict):
        if schema.get("$comment") == _PLACEHOLDER["$comment"]:
            rest = {key: value for key, value in schema.items() if key not in ("$comment", "title")}
            return {"$ref": "#/$defs/Type", **rest}
        return {key: _with_types(value) for key, value in schema.items()}
    return [_with_types(item) for item in schema] if isinstance(schema, list) else schema
