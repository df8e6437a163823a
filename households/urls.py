"""Addresses of the registry."""

from django.urls import path

from households import views

app_name = "households"

urlpatterns = [
    path("", views.household_list, name="household_list"),
    path("baru/", views.household_create, name="household_create"),
    path("<uuid:pk>/ubah/", views.household_edit, name="household_edit"),
    path("<uuid:pk>/no-kk/", views.kk_reveal, name="kk_reveal"),
    path("<uuid:household_pk>/anggota/baru/", views.member_create, name="member_create"),
    path("anggota/<uuid:pk>/ubah/", views.member_edit, name="member_edit"),
    path("anggota/<uuid:pk>/keluar/", views.member_leave, name="member_leave"),
    path("anggota/<uuid:pk>/nik/", views.nik_reveal, name="nik_reveal"),
]
