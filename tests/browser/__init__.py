"""The board's page in a real Chromium, on the whole service as a person starts it."""
