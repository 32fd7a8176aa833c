"""What a document says, before any kind of file."""
