"""The workbench: people, permission, persistence and pages. Django lives here alone."""
