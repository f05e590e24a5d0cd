"""Pixels as PNG, JPEG and WebP files."""
