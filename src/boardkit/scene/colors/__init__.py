"""Colours as CSS says them."""
