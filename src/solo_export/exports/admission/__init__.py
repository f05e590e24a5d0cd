"""At the door: how much is taken on, whose turn it is, and what was asked for before."""
