"""Search in the market: words as people write them, over everything the workspace has read.

`words` turns text into the forms that are compared, `asking` reads a question, `shape` says what the index holds,
`build` makes it from the Parquet store, `find` answers, `marks` shows where.
"""
