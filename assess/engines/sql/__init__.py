"""A checked program in SQL: each construct as a tree of SQLGlot nodes, never as pasted text.

Values are those of `assess.language.types`: whole numbers over a fixed denominator, dates as `YYYYMMDD`, enumerations
by index, NULL for unknown. SQL's own `AND`, `OR` and `NOT` are Kleene's, its arithmetic on NULL is NULL; whatever of
SQL is not (`CASE`, `LEAST`, `GREATEST`, `COALESCE`) is guarded here.
"""
