"""Addresses of the whole system; each one is declared in slrt/access.py."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from slrt import dossier, health, help, undo
from slrt.components import components
from slrt.home import views as home

urlpatterns = [
    path("", home.home, name="home"),
    path("masuk/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("keluar/", LogoutView.as_view(), name="logout"),
    # help and deploy
    path("sehat/", health.health, name="health"),
    path("sehat/hidup/", health.alive, name="alive"),
    path("sehat/rincian/", health.health_detail, name="health_detail"),
    path("bantuan/", help.help_own, name="help"),
    path("bantuan/kata/", help.help_words, name="help_words"),
    path("bantuan/<slug:who>/", help.help_guide, name="help_guide"),
    path("komponen/", components, name="components"),
    path("keluarga/<uuid:pk>/", dossier.household_detail, name="household_detail"),
    path("tinjauan/<uuid:pk>/urungkan/", undo.review_undo, name="review_undo"),
    path("keluarga/", include("households.urls")),
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
handler500 = "slrt.faults.fault"
