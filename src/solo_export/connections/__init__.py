"""What happens to a connection before and after a thread answers: gunicorn's worker, as this service needs it."""
