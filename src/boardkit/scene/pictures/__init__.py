"""Image files: where they come from, what they say of themselves, and their pixels."""
