"""What an operator can see of the service from outside: log lines, metrics and traces.

Knows nothing of exports; the service tells it what happens. What a request is called (`ids.py`) is bound at
the door, is kept in the export's row, and is bound again by whoever works on that row, in whatever process.
"""
