"""Addresses of the whole system."""

urlpatterns: list = []
