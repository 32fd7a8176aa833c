"""Last year's edition against this year's: two duty lists → one comparison (新旧对照)."""
