"""The signature pictures, drawn once as SVG for screen, print and Word. Each function returns a plan.Picture."""
