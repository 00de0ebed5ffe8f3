"""The people's side: what a phone shows and does."""
