"""A private PostgreSQL and Valkey, and the supervisor that runs them with the web server, worker and beat.

Read in this order: `console` (what is said), `children` (processes that never outlive us), `postgres`, `valkey`,
`places` (data folder, lock, sockets), `commands` (`run` and `with`).
"""
