"""Pages of rounds: they show what registry and survey know of a round, so they stand above both."""
