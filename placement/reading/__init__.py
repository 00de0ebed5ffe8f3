"""From words to values: pure functions that read what people write."""
