"""A private PostgreSQL and Valkey, and the supervisor that runs them with the web server, worker and beat.

Read in this order: `children` (processes that never outlive us), `console` (what is said), `places` (data folder,
lock, sockets), `postgres`, `valkey`, `programs` (web, worker, beat), `__main__` (`run` and `with`).
"""
