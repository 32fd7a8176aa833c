"""Characters that a PDF says to be others than it prints, told by what their glyphs look like."""
