"""`solo-export doctor`: what an installation lacks, and what to do about it.

machine.py needs nothing but Python, so that it can tell what is missing before anything that needs it is
imported; installation.py needs sound settings; report.py runs both and writes what they found.
"""
