"""Pasted text, CSV and Markdown."""
