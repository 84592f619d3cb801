"""The award lab: what a model does over thousands of fields of bids, before anybody has bid.

`arrays` evaluates a model over drawn fields, `draw` draws them, `tests` attack the model, `report` gathers
what they say. Simulation only: an award is always made with the exact decimals of
`omlopp.domain.award.evaluate`.
"""
