"""The one SQLite file that page, batch and queries share."""
