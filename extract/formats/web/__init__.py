"""Saved web pages: HTML and single-file pages (MHT)."""
