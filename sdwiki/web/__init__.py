"""The web server: gunicorn keeps the processes, waitress speaks HTTP in each.

Waitress reads a request to its end before a thread is given to it, and keeps what a thread has written until the client
has taken it: whoever is slow, on purpose or not, holds a little memory and nobody up. What it leaves open is here: how
long that may take (`pace`), and what the server says by itself (`channel`).
"""
