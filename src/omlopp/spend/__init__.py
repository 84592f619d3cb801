"""Spend: supplier ledgers and contract registers read, cleaned, put in categories and screened."""
