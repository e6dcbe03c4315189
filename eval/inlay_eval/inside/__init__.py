"""What runs behind the walls: sources that go into a box, with nothing but the standard library at hand."""
