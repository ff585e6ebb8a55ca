"""Law into decisions: rules written as data, decided exactly, explained in the law's own words.

Importing the package does nothing else: the command line has to start fast, and each engine loads its own libraries.
"""

__version__ = "0.1.0"
