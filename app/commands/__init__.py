"""The commands of `dutylist`, by subject; cli.py puts them together."""
