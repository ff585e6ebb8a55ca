"""Reading rolls: from files, databases and servers to Parquet, a row per input row, nothing lost, nothing mended."""

from assess.rolls.reading.reader import read_roll

__all__ = ["read_roll"]
