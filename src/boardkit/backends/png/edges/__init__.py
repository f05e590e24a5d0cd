"""Outlines whose edges come out as in Chromium, whose Skia is not ours."""
