"""PDF, set by Typst, and its faces."""
