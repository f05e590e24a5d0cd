"""The processes that run exports: what they take them from, and what they do on the side."""
