"""How entities hang together: owners, the order of tables, circles, and what a rule can reach."""

import pytest

from inlay.contract import Entity, EntityType, Field, ListType, OptionalType, ReferenceType, Scalar, Type
from inlay.errors import InlayError
from inlay.render.graph import Link, graph_of


def entity(name: str, **fields: Type) -> Entity:
    return Entity(name=name, fields=tuple(Field(name=key, type=kind) for key, kind in fields.items()))


def refers(name: str) -> Type:
    return ReferenceType(name)


def may_refer(name: str) -> Type:
    return OptionalType(ReferenceType(name))


def owns(name: str) -> Type:
    return ListType(EntityType(name))


SHOP = (
    entity("Order", customer=refers("Customer"), lines=owns("Line"), note=Scalar("str")),
    entity("Line", article=refers("Article")),
    entity("Article", maker=may_refer("Maker")),
    entity("Maker"),
    entity("Customer"),
)


def test_owned_entities_belong_to_the_one_at_the_top() -> None:
    graph = graph_of((entity("A", parts=owns("B")), entity("B", parts=owns("C")), entity("C"), entity("D")))

    assert graph.roots() == ("A", "D")
    assert graph.parts("A") == ("B", "C")
    assert graph.root_of("C") == "A"


def test_tables_stand_behind_those_that_they_point_to() -> None:
    order, late = graph_of(SHOP).creation_order()

    assert late == frozenset()
    assert order.index("Customer") < order.index("Order") < order.index("Line")
    assert order.index("Maker") < order.index("Article") < order.index("Line")


def test_a_circle_is_opened_at_an_optional_reference() -> None:
    graph = graph_of((entity("Team", lead=may_refer("Person")), entity("Person", team=refers("Team"))))

    assert graph.creation_order() == (("Team", "Person"), frozenset({("Team", "lead")}))


def test_several_references_of_a_circle_are_opened_one_by_one() -> None:
    team = entity("Team", lead=may_refer("Person"), founder=may_refer("Person"))

    _, late = graph_of((team, entity("Person", team=refers("Team")))).creation_order()

    assert late == {("Team", "lead"), ("Team", "founder")}


def test_a_reference_to_itself_is_no_circle_of_tables() -> None:
    graph = graph_of((entity("Person", mentor=may_refer("Person")),))

    assert graph.creation_order() == (("Person",), frozenset())
    assert graph.in_circle(Link(source="Person", field="mentor", target="Person", owns=False))


def test_entities_that_own_one_another_are_refused() -> None:
    graph = graph_of((entity("A", parts=owns("B")), entity("B", parts=owns("A"))))

    with pytest.raises(InlayError, match="A, B own one another"):
        graph.creation_order()


def test_the_references_in_reach_are_paths_of_fields() -> None:
    assert graph_of(SHOP).reference_paths("Order") == (
        ("customer",),
        ("lines", "article"),
        ("lines", "article", "maker"),
    )


def test_round_a_circle_one_comes_to_all_that_it_leads_to_and_not_to_what_leads_there() -> None:
    yard = entity("Yard", keeper=refers("Keeper"), hives=owns("Hive"))
    hive = entity("Hive", neighbour=may_refer("Yard"))
    keeper = entity("Keeper", club=refers("Club"))
    graph = graph_of((entity("Harvest", yard=refers("Yard")), yard, hive, keeper, entity("Club")))

    assert graph.behind_circles() == {"Yard", "Hive", "Keeper", "Club"}


def test_without_a_circle_nothing_is_behind_one() -> None:
    assert graph_of(SHOP).behind_circles() == frozenset()
