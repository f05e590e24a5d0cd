"""Pictures drawn smaller than they are: which of their pixels are taken."""
