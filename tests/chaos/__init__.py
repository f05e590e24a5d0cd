"""`make chaos`: parts of a running service are killed at random, and nothing accepted may be lost."""
