"""Benchmarks: one module each, run and shown by `python -m bench`."""
