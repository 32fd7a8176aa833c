"""Offices: their names, and which of them acts."""
