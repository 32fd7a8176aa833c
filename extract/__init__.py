"""From a source file to records: source → tables → records."""
