"""A share of a roll: read, evaluated, reconciled and written by one function that may be run again at any time."""
