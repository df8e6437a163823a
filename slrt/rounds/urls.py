"""Addresses of rounds."""

from django.urls import path

from slrt.rounds import views

urlpatterns = [
    path("periode/", views.round_list, name="round_list"),
    path("periode/baru/", views.round_create, name="round_create"),
    path("periode/<int:pk>/", views.round_detail, name="round_detail"),
    path("periode/<int:pk>/ubah/", views.round_amend, name="round_amend"),
    path("periode/<int:pk>/buka/", views.round_open, name="round_open"),
    path("periode/<int:pk>/tutup/", views.round_close, name="round_close"),
    path("periode/<int:pk>/perpanjang/", views.round_extend, name="round_extend"),
    path("periode/<int:pk>/sasaran/", views.round_targets, name="round_targets"),
    path("periode/<int:pk>/sasaran/<str:district>/", views.round_targets_typed, name="round_targets_typed"),
]
