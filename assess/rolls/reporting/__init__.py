"""What an office gets to see of a run: findings as CSV and workbooks, rejected rows, a page, a summary, a manifest."""
