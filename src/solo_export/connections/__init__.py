"""A connection before and after a thread answers: gunicorn's worker as the service needs it."""
