"""All text, law, codes, factors and templates, as data files, and their one reader (`load`)."""
