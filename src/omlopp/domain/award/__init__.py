"""The award lab: evaluate bids, check the model, and say what each quality is worth."""
