"""Born-digital PDF files, through pdfium."""
