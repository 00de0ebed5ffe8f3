"""Text as Telegram sees it: UTF-16 lengths, markup, entities."""
