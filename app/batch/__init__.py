"""Thousands of lists into one store, and questions to the store."""
