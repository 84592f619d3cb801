"""What each part of the workbench adds to the tests that walk everything (tests.web.acting says how)."""
