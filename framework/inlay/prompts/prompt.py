"""A prompt of the registry: rendered for a slot, and again for a repair round."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from inlay.catalog.failing import NAMELESS, place_of, reason_of
from inlay.contract import Contract
from inlay.errors import CatalogInvalid, Fault
from inlay.prompts.mentioned import mentioned_in
from inlay.prompts.prompt_file import PromptFile
from inlay.prompts.rendered import Message, RenderedPrompt, Style
from inlay.prompts.untrusted import fresh_marker, plain
from inlay.prompts.variables import infill_variables, instruct_variables
from inlay.slot import Slot

__all__ = ["Prompt", "Refusal", "environment"]

_SHOWN_CANDIDATE = 4000


def environment(style: Style) -> ImmutableSandboxedEnvironment:
    """Give the Jinja2 environment of a style: sandboxed, strict, plain data in.

    A compact prompt says itself, by `{%-`, where lines end; elsewhere a tag alone on a line leaves no line behind.
    """
    trim = style != "compact"
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=trim, lstrip_blocks=trim, keep_trailing_newline=True, autoescape=False
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """What goes back to a model after a gate said no."""

    candidate: str
    gate: str
    reason: str
    counterexample: str = ""


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """One version of a prompt in one style."""

    file: PromptFile

    @property
    def name(self) -> str:
        """The prompt's name in the registry."""
        return self.file.front.name

    @property
    def version(self) -> str:
        """The version, which never changes once it is released."""
        return self.file.front.version

    @property
    def style(self) -> Style:
        """The style of backend that it is written for."""
        return self.file.front.style

    @property
    def digest(self) -> str:
        """The content hash of the file."""
        return self.file.digest

    @cached_property
    def _templates(self) -> Mapping[str, Template]:
        compiler = environment(self.style)
        return {role: self._compiled(compiler, role, source) for role, source in self.file.sections.items()}

    def _compiled(self, compiler: ImmutableSandboxedEnvironment, role: str, source: str) -> Template:
        try:
            return compiler.from_string(source)
        except TemplateError as error:
            raise CatalogInvalid((self._fault(role, error),)) from error

    def render(
        self, slot: Slot, *, marker: str | None = None, contract: str | None = None, view: int = 0
    ) -> RenderedPrompt:
        """Fill the prompt for a slot; `marker` fences spec text (else random), `contract` says it in other words,
        `view` numbers the ways in which a compact prompt shows one slot; other styles know one way.
        """
        return replace(self._rendered_for(slot, marker, contract, view), slot=slot.id)

    def _rendered_for(self, slot: Slot, marker: str | None, contract: str | None, view: int) -> RenderedPrompt:
        match self.style:
            case "compact":
                return self.compact(slot.contract, slot.sentence, mentioned_in(slot.examples), view=view)
            case "infill":
                values = infill_variables(slot)
                return self._rendered(text=self._fill("before", values), suffix=self._fill("after", values))
            case "instruct":
                values = instruct_variables(slot, marker or fresh_marker(slot.sentence, *slot.always), contract)
                system = Message("system", self._fill("system", values).strip())
                return self._rendered(messages=(system, Message("user", self._fill("user", values).strip())))

    def compact(
        self,
        contract: Contract,
        sentence: str,
        mentioned: Set[str] = frozenset(),
        *,
        seed: int | None = None,
        view: int = 0,
    ) -> RenderedPrompt:
        """Fill a compact prompt; training gives a seed for each shuffle of the reference tokens, serving none.

        Names `mentioned` in the examples of a slot are shown before others that its sentence does not speak of.
        """
        from inlay.prompts.compact import compact_context
        from inlay.prompts.guide import guide_for

        context = compact_context(contract, sentence, mentioned=mentioned, seed=seed, view=view)
        rendered = self._rendered(text=self._fill("text", context.variables), references=context.references)
        return replace(rendered, guide=guide_for(contract, context.references))

    def repaired(self, rendered: RenderedPrompt, refusal: Refusal, *, marker: str | None = None) -> RenderedPrompt:
        """Give the conversation with one more turn that says what a gate refused, and why (style `instruct`)."""
        candidate = plain(refusal.candidate)[:_SHOWN_CANDIDATE]
        values = {
            "candidate": candidate,
            "gate": refusal.gate,
            "reason": plain(refusal.reason),
            "counterexample": plain(refusal.counterexample),
            "marker": marker or fresh_marker(candidate, refusal.reason, refusal.counterexample),
            "name": rendered.name,
        }
        turn = Message("user", self._fill("repair", values).strip())
        return replace(rendered, messages=(*rendered.messages, turn))

    def _rendered(
        self,
        *,
        messages: tuple[Message, ...] = (),
        text: str = "",
        suffix: str = "",
        references: Mapping[str, str] | None = None,
    ) -> RenderedPrompt:
        return RenderedPrompt(
            name=self.name,
            version=self.version,
            style=self.style,
            digest=self.digest,
            messages=messages,
            text=text,
            suffix=suffix,
            references=references or {},
        )

    def _fill(self, role: str, values: Mapping[str, object]) -> str:
        template = self._templates[role]
        try:
            return template.render(values)
        except Exception as error:  # whatever a text does wrong is a fault of its file
            raise CatalogInvalid((self._fault(role, error),)) from error

    def _fault(self, role: str, error: Exception) -> Fault:
        line = self.file.lines[role] + place_of(error, NAMELESS)[1] - 1
        return Fault(
            file=str(self.file.path), line=line, column=1, message=f"section `{role}`: {reason_of(error, NAMELESS)}"
        )
