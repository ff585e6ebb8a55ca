"""Forms: what they ask, blank and filled case files, cases checked against them, and interviews."""
