"""Pictures of pages: recognised, and made searchable."""
