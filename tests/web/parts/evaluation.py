"""The evaluation of the portfolio: two addresses that only read."""

NO_FORM = {"evaluation", "evaluation-csv"}
