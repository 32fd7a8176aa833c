"""The records: a published duty list (履职事项清单) as plain data, and its JSON form."""
