"""A check of a roll from the call to the folder of results: planned, done share by share, put together."""
