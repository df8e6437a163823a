"""Addresses of the search."""

from django.urls import path

from slrt.searching import views

urlpatterns = [
    path("cari/", views.search, name="search"),
    path("cari/<str:token>/", views.search_results, name="search_results"),
    path("cari/<str:token>/<str:group>/", views.search_group, name="search_group"),
]
