"""Addresses of accounts: those of others, one's own, and the door."""

from django.urls import path

from puskesos import views_accounts, views_login, views_own

app_name = "accounts"

urlpatterns = [
    path("petugas/", views_accounts.account_list, name="account_list"),
    path("petugas/baru/", views_accounts.account_create, name="account_create"),
    path("petugas/kartu/", views_accounts.account_cards, name="account_cards"),
    path("petugas/impor/", views_accounts.account_import, name="account_import"),
    path("petugas/impor/templat/", views_accounts.account_template, name="account_template"),
    path("petugas/<int:pk>/", views_accounts.account_detail, name="account_detail"),
    path("petugas/<int:pk>/ubah/", views_accounts.account_amend, name="account_amend"),
    path("petugas/<int:pk>/pindah/", views_accounts.account_move, name="account_move"),
    path("petugas/<int:pk>/tautan/", views_accounts.account_link, name="account_link"),
    path("petugas/<int:pk>/nonaktif/", views_accounts.account_deactivate, name="account_deactivate"),
    path("petugas/<int:pk>/keluar/", views_accounts.account_log_out, name="account_log_out"),
    path("petugas/<int:pk>/aktif/", views_accounts.account_reactivate, name="account_reactivate"),
    path(
        "petugas/<int:pk>/kode-kedua/", views_accounts.account_second_factor_reset, name="account_second_factor_reset"
    ),
    path("akun/", views_own.profile, name="profile"),
    path("akun/sandi/", views_own.password, name="password"),
    path("akun/perangkat/", views_own.session_end, name="session_end"),
    path("akun/tetap-masuk/", views_own.session_keep, name="session_keep"),
    path("akun/kode-kedua/", views_own.second_factor_page, name="second_factor"),
    path("u/<str:token>/", views_login.invitation, name="invitation"),
]
