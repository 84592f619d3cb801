"""One module per document: domain values and the library in, a plan out."""
