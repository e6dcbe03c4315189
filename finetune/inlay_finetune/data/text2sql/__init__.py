"""Questions over databases, from files in the formats of Spider and BIRD to samples."""
