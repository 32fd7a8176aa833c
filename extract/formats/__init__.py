"""What knows a file format, and nothing of duty lists."""
