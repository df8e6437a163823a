"""The addresses under which phones talk to the server (docs/field-app.md)."""
