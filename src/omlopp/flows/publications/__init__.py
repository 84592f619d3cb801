"""What is published from the portfolio: gathered once, reckoned, laid out by plans in the library, checked."""
