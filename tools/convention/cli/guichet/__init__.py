"""The window of the site: who has signed in validates or corrects its quantities, without an account on the forge.

A WSGI application behind the web server, which says who asks. It reads what the site publishes, writes a queue, and
holds no right anywhere: the forge fetches the queue (`convention recueillir`).
"""

__all__: list[str] = []
