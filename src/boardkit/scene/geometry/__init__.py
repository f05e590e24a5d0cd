"""Points, outlines, transforms and boxes."""
