"""Files that are changed a little, and what other programs read in them; for bench/fuzz.py."""
