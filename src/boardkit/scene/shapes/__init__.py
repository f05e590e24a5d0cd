"""Konva's shapes and images as painted paths."""
