"""Made-up rolls: realistic shares of everything, mistakes and damage planted on purpose and listed.

No row is anybody's. Every row is worked out from the seed and its number alone, so that the same call gives the same
rows with any number of threads, and any stretch of rows can be made by itself.
"""
