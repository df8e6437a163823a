"""Addresses of the registry."""

from django.urls import path

from households import views, views_moves, views_notes

app_name = "households"

urlpatterns = [
    path("", views.household_list, name="household_list"),
    path("baru/", views.household_create, name="household_create"),
    path("<uuid:pk>/ubah/", views.household_edit, name="household_edit"),
    path("<uuid:pk>/kepala/", views_moves.household_head, name="household_head"),
    path("<uuid:pk>/pindah-desa/", views_moves.household_transfer, name="household_transfer"),
    path("<uuid:pk>/catatan/", views_notes.note_list, name="note_list"),
    path("catatan/<int:pk>/coret/", views_notes.note_strike, name="note_strike"),
    path("<uuid:pk>/no-kk/", views.kk_reveal, name="kk_reveal"),
    path("<uuid:household_pk>/anggota/baru/", views.member_create, name="member_create"),
    path("anggota/<uuid:pk>/ubah/", views.member_edit, name="member_edit"),
    path("anggota/<uuid:pk>/keluar/", views.member_leave, name="member_leave"),
    path("anggota/<uuid:pk>/pindah/", views_moves.member_move, name="member_move"),
    path("anggota/<uuid:pk>/pisah/", views_moves.member_split, name="member_split"),
    path("anggota/<uuid:pk>/pindah-desa/", views_moves.transfer_ask, name="transfer_ask"),
    path("kepindahan/", views_moves.transfer_list, name="transfer_list"),
    path("kepindahan/<int:pk>/", views_moves.transfer_detail, name="transfer_detail"),
    path("kepindahan/<int:pk>/terima/", views_moves.transfer_accept_into, name="transfer_accept_into"),
    path("kepindahan/<int:pk>/terima-baru/", views_moves.transfer_accept_new, name="transfer_accept_new"),
    path("kepindahan/<int:pk>/tolak/", views_moves.transfer_decline, name="transfer_decline"),
    path("kepindahan/<int:pk>/tarik/", views_moves.transfer_withdraw, name="transfer_withdraw"),
    path("anggota/<uuid:pk>/nik/", views.nik_reveal, name="nik_reveal"),
]
