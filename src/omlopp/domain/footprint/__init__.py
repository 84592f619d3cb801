"""Footprints: activity, spend, waste and material times factors. Spend ranks categories; it never judges an offer."""
