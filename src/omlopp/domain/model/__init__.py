"""The nouns. Frozen values that refuse nonsense when made; everything else in Omlopp speaks of these."""
