"""Do the words of a spec keep apart once they are rendered? No two files of one path, no name with two meanings."""

from collections.abc import Iterable, Iterator, Sequence

from inlay.contract import class_name, table_name, variable_name
from inlay.errors import CatalogInvalid, Fault, SpecInvalid
from inlay.render.clashes import Clash, bound_twice, hidden
from inlay.render.rendered import RenderedFile
from inlay.spec.model import Place, Spec

__all__ = ["check_names_apart", "check_paths_apart"]

_SECTIONS = ("rules", "queries", "flows")


def check_paths_apart(spec: Spec, made: Iterable[tuple[str, str]], manifest: str) -> None:
    """Raise `SpecInvalid` where two files have one path; `made` are paths, each with the part of the spec it is for.

    Raises:
        CatalogInvalid: No word of the spec could keep them apart.
    """
    first: dict[str, str] = {}
    faults = []
    for path, part in made:
        if path.casefold() in first:
            if not part and not first[path.casefold()]:
                message = f"`{path}` would be two files in every project"
                raise CatalogInvalid((Fault(file=manifest, line=1, column=1, message=message),))
            blamed = part or first[path.casefold()] or "name"
            faults.append(_fault(spec, blamed, f"{path} would be two files"))
        first.setdefault(path.casefold(), part)
    _check(faults)


def check_names_apart(spec: Spec, package: str, raw: Sequence[RenderedFile], laid_out: Sequence[RenderedFile]) -> None:
    """Raise `SpecInvalid` for every name of the spec that would mean two things in a rendered module.

    `raw` are the files as the template left them, `laid_out` the same without unused imports.
    """
    packages = (package, "tests")
    clashes = [(file.path, clash) for file in laid_out if _is_python(file) for clash in bound_twice(file.content)]
    clashes += [(file.path, clash) for file in raw if _is_python(file) for clash in hidden(file.content, packages)]
    _check(_fault(spec, _blamed(spec, clash), f"in {path} it would mean two things") for path, clash in clashes)


def _is_python(file: RenderedFile) -> bool:
    return file.path.endswith(".py")


def _check(faults: Iterable[Fault]) -> None:
    by_place = {(fault.line, fault.column): fault for fault in reversed(list(faults))}
    if by_place:
        raise SpecInvalid(tuple(by_place[place] for place in sorted(by_place)))


def _blamed(spec: Spec, clash: Clash) -> str:
    """Find the part of the spec that a name comes from: one that is spelt so, else the longest that stands in it."""
    parameters = [f"{section}.{clash.function}.takes.{clash.name}" for section in _SECTIONS]
    spellings = list(_spellings(spec))
    exact = [key for key in parameters if key in spec.places]
    exact += [key for spelling, key in spellings if spelling == clash.name]
    within = [(len(spelling), key) for spelling, key in spellings if spelling in clash.name]
    return exact[0] if exact else max(within, default=(0, "name"))[1]


def _spellings(spec: Spec) -> Iterator[tuple[str, str]]:
    """Give what the names of a spec become, each with the part of the spec."""
    named = (("rules", spec.rules), ("queries", spec.queries), ("flows", spec.flows))
    for section, members in named:
        for member in members:
            for spelling in (member.name, class_name(member.name)):
                yield spelling, f"{section}.{member.name}"
    for entity in spec.entities:
        for spelling in (entity.name, variable_name(entity.name), table_name(entity.name)):
            yield spelling, f"entities.{entity.name}"


def _fault(spec: Spec, key: str, reason: str) -> Fault:
    place = spec.places.get(key, Place())
    name = spec.name if key == "name" else key.rpartition(".")[2]
    message = f"the name `{name}` cannot be used: {reason}"
    return Fault(file=spec.path, line=place.line, column=place.column, message=message, hint="choose another word")
