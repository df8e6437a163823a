"""Addresses of notices."""

from django.urls import path

from slrt.notices import views

urlpatterns = [
    path("pemberitahuan/", views.notice_list, name="notice_list"),
    path("pemberitahuan/baca-semua/", views.notice_read_all, name="notice_read_all"),
    path("pemberitahuan/<uuid:pk>/buka/", views.notice_open, name="notice_open"),
]
