"""Questions over databases: schemas as they are published, how a model is shown them, and the way back to a query."""
