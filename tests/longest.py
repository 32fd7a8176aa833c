"""Which test files are begun first."""

from __future__ import annotations

LONGEST = (
    *("second_reader", "cases_scans", "scan_read", "web_browser", "batch_death", "web_serve"),
    *("web_jobs", "bad_input", "linear", "render_docx", "cases_pdf", "pdf_offices", "killed_at"),
    *("pdf_mistold", "damage_pictures", "compare_tracked", "paper_sweep", "render_cards"),
    *("pdf_pages", "scan_nets", "round_trip", "word_pages", "harsh_places", "install"),
    *("known_edits", "web_accessible", "web_keyboard", "web_library", "web_documents"),
    *("scan_parts", "paper", "damage", "county", "cli", "compare_rivals", "docx_looks"),
)
"""The files whose tests take longest, most of them few: begun first, so that none is left to one
of the processes when the others have nothing more to do."""
