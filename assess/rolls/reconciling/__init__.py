"""What is paid held against what is due: findings out of decisions, as DuckDB queries.

`Reconciliation.of` reads from the rules all that the queries need, once per run; it holds plain data and goes to
workers as it is. `findings_query` finds what is wrong row by row; `ground_columns` are what it says why by, beside the
decisions.
"""

from assess.rolls.reconciling.grounds import LATER, all_gaps, ground_columns, ground_name
from assess.rolls.reconciling.plan import Reconciliation
from assess.rolls.reconciling.query import findings_query

__all__ = ["LATER", "Reconciliation", "all_gaps", "findings_query", "ground_columns", "ground_name"]
