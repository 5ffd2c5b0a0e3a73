"""The nouns: dates and periods, places, verdicts, results. Frozen, without input or output."""
