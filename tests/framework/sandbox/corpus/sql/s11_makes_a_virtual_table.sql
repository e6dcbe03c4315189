-- ends: raised
CREATE VIRTUAL TABLE v USING fts5(x)
