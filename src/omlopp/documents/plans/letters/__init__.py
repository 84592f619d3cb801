"""Letters about an award, rendered from the evaluation and the decision. Nobody writes them afterwards."""
