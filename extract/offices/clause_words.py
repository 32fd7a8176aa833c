"""The words around offices' names in clauses (clause_words.toml)."""

from __future__ import annotations

from dutylist.records.words import WordGroups

CLAUSE_WORDS = WordGroups("dutylist.extract.offices", "clause_words.toml")
