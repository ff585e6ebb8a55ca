"""Proofs about decision tables: which facts no row speaks of, which two rows speak of, which rows nothing reaches.

A table's conditions become formulas (`conditions`, `formulas`) over quantities: what the conditions compare, cut into
cells by the values compared with. `search` goes through the cells, as far as it takes to tell which rows hit; `solving`
then finds facts that lie in the cells, so that every finding comes with a witness that is real.
"""
