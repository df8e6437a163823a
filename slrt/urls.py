"""Addresses of the whole system; each one is declared in slrt/access.py."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from assessment.api.routes import addresses
from puskesos import views_login
from slrt import dossier, health, help, reads, undo
from slrt.components import components
from slrt.home import views as home

urlpatterns = [
    # First, for it is asked most: Django tries one pattern after the other.
    path("api/v1/", addresses()),
    path("", home.home, name="home"),
    path("masuk/", views_login.Login.as_view(), name="login"),
    path("masuk/kode/", views_login.login_code, name="login_code"),
    path("keluar/", LogoutView.as_view(), name="logout"),
    # help and deploy
    path("sehat/", health.health, name="health"),
    path("sehat/hidup/", health.alive, name="alive"),
    path("sehat/rincian/", health.health_detail, name="health_detail"),
    path("bantuan/", help.help_own, name="help"),
    path("bantuan/kata/", help.help_words, name="help_words"),
    path("bantuan/<slug:who>/", help.help_guide, name="help_guide"),
    path("komponen/", components, name="components"),
    # registry: pages of a household that show facts of several apps
    path("keluarga/<uuid:pk>/", dossier.household_detail, name="household_detail"),
    path("tinjauan/<uuid:pk>/urungkan/", undo.review_undo, name="review_undo"),
    path("keluarga/<uuid:pk>/foto/", dossier.household_photos, name="household_photos"),
    path("keluarga/<uuid:pk>/riwayat/", dossier.household_history, name="household_history"),
    path("keluarga/<uuid:pk>/lembar/", dossier.household_print, name="household_print"),
    path("keluarga/<uuid:pk>/dilihat/", reads.household_reads, name="household_reads"),
    path("catatan-akses/", reads.read_log, name="read_log"),
    path("keluarga/", include("households.urls")),
    path("", include("puskesos.urls")),
    path("", include("assessment.urls")),
    path("", include("referrals.urls")),
    path("", include("dtks.urls")),
    path("", include("portal.urls")),
    # rounds, notices, search
    path("", include("slrt.rounds.urls")),
    path("", include("slrt.notices.urls")),
    path("", include("slrt.searching.urls")),
]

handler400 = "slrt.faults.unreadable"
handler404 = "slrt.faults.missing"
handler500 = "slrt.faults.fault"
