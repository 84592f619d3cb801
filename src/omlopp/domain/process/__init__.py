"""The model's steps at work: which rules govern, which gates are open, what the chain still misses."""
