"""Rows of tables made into duty lists."""
