"""Pages of notices: what a notice is about belongs to any app, so they stand above all."""
