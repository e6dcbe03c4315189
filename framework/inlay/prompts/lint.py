"""What is wrong in a prompt registry: broken files, changed releases, labels that point nowhere."""

from collections.abc import Callable, Iterator, Mapping

from jinja2 import TemplateSyntaxError, meta, nodes

from inlay.catalog.reading import fault_at
from inlay.errors import CatalogInvalid, Fault
from inlay.prompts.prompt import environment
from inlay.prompts.prompt_file import PromptFile, digest_of, read_prompt_file
from inlay.prompts.registry import PRODUCTION, Registry
from inlay.prompts.variables import KNOWN

__all__ = ["file_faults", "lint"]


def lint(registry: Registry) -> tuple[Fault, ...]:
    """Give every fault of a registry, in the order of its files."""
    # What stops one check stops others too, and is told once.
    found = {fault for name in registry.names() for check in _CHECKS for fault in _caught(check, registry, name)}
    return tuple(sorted(found, key=lambda fault: (fault.file, fault.line, fault.column, fault.message)))


_Check = Callable[[Registry, str], Iterator[Fault]]


def _caught(check: _Check, registry: Registry, name: str) -> list[Fault]:
    try:
        return list(check(registry, name))
    except CatalogInvalid as error:
        return [fault for fault in error.faults if check is _files or not fault.file.endswith(".prompty")]


def _files(registry: Registry, name: str) -> Iterator[Fault]:
    entry = registry.entry(name)
    known = {f"{version}.{style}.prompty" for version, styles in entry.versions.items() for style in styles}
    for path in sorted(registry.place(name).glob("*.prompty")):
        if path.name not in known:
            yield Fault(
                file=str(path), line=1, column=1, message="not a prompt's name", hint="<version>.<style>.prompty"
            )
            continue
        try:
            yield from file_faults(name, read_prompt_file(path))
        except CatalogInvalid as error:
            yield from error.faults


def file_faults(name: str, file: PromptFile) -> Iterator[Fault]:
    """Give what is wrong in one file of a prompt: a place that is not its own, texts that cannot be filled."""
    front = file.front
    version, style, _ = file.path.name.rsplit(".", 2)
    for key, said, wanted in (
        ("name", front.name, name),
        ("version", front.version, version),
        ("style", front.style, style),
    ):
        if said != wanted:
            yield _fault(file, f"front matter `{key}` is {said}, the file's place says {wanted}")
    named: dict[str, int] = {}
    for role, source in file.sections.items():
        begins = file.lines[role]
        try:
            tree = environment(front.style).parse(source)
            # Filters that there are not are told when the code for a text is made.
            environment(front.style).compile(tree)
        except TemplateSyntaxError as error:
            yield _fault(file, f"section `{role}`: {error.message}", line=begins + error.lineno - 1)
            return
        yield from _reads(file, tree, begins)
        free = meta.find_undeclared_variables(tree)
        for node in tree.find_all(nodes.Name):
            if node.name in free:
                named.setdefault(node.name, begins + node.lineno - 1)
    yield from _variables(file, named)


def _reads(file: PromptFile, tree: nodes.Template, begins: int) -> Iterator[Fault]:
    for node in tree.find_all((nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)):
        yield _fault(file, "a prompt reads no other text", line=begins + node.lineno - 1, hint="write it out here")


def _variables(file: PromptFile, named: Mapping[str, int]) -> Iterator[Fault]:
    style = file.front.style
    for variable in sorted(set(named) - set(KNOWN[style])):
        hint = f"offered are {', '.join(KNOWN[style])}"
        yield _fault(file, f"style {style} offers no `{variable}`", line=named[variable], hint=hint)
    if not file.front.inputs:
        return
    for variable in sorted((set(named) & set(KNOWN[style])) - set(file.front.inputs)):
        yield _fault(file, f"`{variable}` is not among the `inputs`", line=named[variable])
    for variable in sorted(set(file.front.inputs) - set(named)):
        yield _fault(file, f"`{variable}` is among the `inputs` and never named")


def _labels(registry: Registry, name: str) -> Iterator[Fault]:
    entry = registry.entry(name)
    path = registry.place(name) / "labels.yaml"
    for label, version in entry.labels.items():
        if version not in entry.versions:
            yield fault_at(path, (label,), f"points to {version}, which does not exist")
        elif label == PRODUCTION and version not in entry.released:
            yield fault_at(path, (label,), f"points to {version}, which is not released")


def _releases(registry: Registry, name: str) -> Iterator[Fault]:
    for version, hashes in registry.released(name).items():
        for style, digest in hashes.items():
            path = registry.place(name) / f"{version}.{style}.prompty"
            if not path.exists():
                yield Fault(
                    file=str(path), line=1, column=1, message="this released version is gone", hint="restore it"
                )
            elif digest_of(path.read_bytes()) != digest:
                yield Fault(
                    file=str(path),
                    line=1,
                    column=1,
                    message="this version is released and its file has changed",
                    hint="restore it, and put the change in a new version",
                )


_CHECKS: tuple[_Check, ...] = (_files, _labels, _releases)


def _fault(file: PromptFile, message: str, *, line: int = 1, hint: str = "") -> Fault:
    return Fault(file=str(file.path), line=line, column=1, message=message, hint=hint)
