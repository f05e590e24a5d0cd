"""Whether the service lives, and whether all that it needs does its work."""
