"""Web pages that stand for themselves."""
