"""How the entities of a spec hang together: owners, the order of tables, circles, and what a rule can reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from inlay.contract import Entity, EntityType, ListType, ReferenceType, reachable, without_optional
from inlay.errors import InlayError

__all__ = ["Graph", "Link", "graph_of"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A field that leads from one entity to another, as owner or by reference."""

    source: str
    field: str
    target: str
    owns: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Graph:
    """The links between entities, by the entity that they start from."""

    entities: tuple[Entity, ...]
    links: Mapping[str, tuple[Link, ...]]

    def owners(self, entity: str) -> tuple[str, ...]:
        """Give the entities that own this one, in the order of the spec."""
        found = [link.source for links in self.links.values() for link in links if link.owns and link.target == entity]
        return tuple(dict.fromkeys(found))

    def roots(self) -> tuple[str, ...]:
        """Give the entities that live by themselves, in the order of the spec."""
        return tuple(entity.name for entity in self.entities if not self.owners(entity.name))

    def parts(self, root: str) -> tuple[str, ...]:
        """Give what a root owns, through all levels, outer ones first; what has several owners is with the first."""
        found: list[str] = []
        frontier = [root]
        while frontier:
            owned = [link.target for link in self.links[frontier.pop(0)] if link.owns]
            fresh = [name for name in dict.fromkeys(owned) if name not in found and name != root]
            found += fresh
            frontier += fresh
        return tuple(name for name in found if self.root_of(name) == root)

    def root_of(self, entity: str) -> str:
        """Give the entity whose aggregate this one belongs to."""
        seen: list[str] = []
        while (owners := self.owners(entity)) and entity not in seen:
            seen.append(entity)
            entity = owners[0]
        return entity

    def in_circle(self, link: Link) -> bool:
        """Say whether one can get back to where a link starts."""
        return link.source in self._reach(link.target)

    def behind_circles(self) -> frozenset[str]:
        """Give the entities that one may come to round a circle, by ways that `reference_paths` do not cover."""
        circular = {
            link.target for links in self.links.values() for link in links if not link.owns and self.in_circle(link)
        }
        return frozenset(name for target in circular for name in self._reach(target))

    def _reach(self, entity: str) -> set[str]:
        return {found.name for found in reachable((EntityType(entity),), self.entities)}

    def count_between(self, link: Link) -> int:
        """Count the links between two entities in either direction: more than one leaves a join open."""
        ends = {link.source, link.target}
        return sum({other.source, other.target} == ends for links in self.links.values() for other in links)

    def creation_order(self) -> tuple[tuple[str, ...], frozenset[tuple[str, str]]]:
        """Give the tables' entities so that each stands behind those it points to, and the links that cannot."""
        names = [entity.name for entity in self.entities]
        pointing = [
            (link.source, link.target, link.field) for links in self.links.values() for link in links if not link.owns
        ]
        pointing += [(link.target, link.source, "") for links in self.links.values() for link in links if link.owns]
        late: set[tuple[str, str]] = set()
        while True:
            before: dict[str, list[str]] = {name: [] for name in names}
            for source, target, field in pointing:
                if source != target and (source, field) not in late:
                    before[source].append(target)
            try:
                order = tuple(TopologicalSorter(before).static_order())
            except CycleError as error:
                circle = set(error.args[1])
                late.add(self._loosest(circle, late))
                continue
            return order, frozenset(late)

    def _loosest(self, circle: set[str], late: set[tuple[str, str]]) -> tuple[str, str]:
        """Choose the reference of a circle that is set after the tables exist: optional ones first."""
        by_name = {entity.name: entity for entity in self.entities}
        candidates = [
            link
            for entity in self.entities
            for link in self.links[entity.name]
            if (link.source, link.field) not in late
            and entity.name in circle
            and link.target in circle
            and not link.owns
            and link.source != link.target
        ]
        optional = [link for link in candidates if _is_optional(by_name[link.source], link.field)]
        if not candidates:
            raise InlayError(f"{', '.join(sorted(circle))} own one another", hint="make one of them a reference")
        chosen = (optional or candidates)[0]
        return chosen.source, chosen.field

    def reference_paths(self, entity: str) -> tuple[tuple[str, ...], ...]:
        """Give the paths of fields from an entity to every reference in its reach, no entity twice on a path."""
        paths: list[tuple[str, ...]] = []

        def walk(name: str, path: tuple[str, ...], seen: frozenset[str]) -> None:
            for link in self.links[name]:
                if link.target in seen:
                    continue
                if not link.owns:
                    paths.append((*path, link.field))
                walk(link.target, (*path, link.field), seen | {link.target})

        walk(entity, (), frozenset((entity,)))
        return tuple(paths)


def graph_of(entities: tuple[Entity, ...]) -> Graph:
    """Read the links out of the fields of the entities."""
    return Graph(entities=entities, links={entity.name: tuple(_links(entity)) for entity in entities})


def _links(entity: Entity) -> list[Link]:
    found: list[Link] = []
    for field in entity.fields:
        kind = without_optional(field.type)
        inner = kind.item if isinstance(kind, ListType) else kind
        if isinstance(inner, EntityType | ReferenceType):
            owns = isinstance(inner, EntityType)
            found.append(Link(source=entity.name, field=field.name, target=inner.entity, owns=owns))
    return found


def _is_optional(entity: Entity, name: str) -> bool:
    field = entity.field(name)
    return field is not None and field.type != without_optional(field.type)
