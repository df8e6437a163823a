"""Addresses of the whole system; each one is declared in slrt/access.py."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from slrt import dossier
from slrt.components import components
from slrt.home import views as home

urlpatterns = [
    path("", home.home, name="home"),
    path("masuk/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("keluar/", LogoutView.as_view(), name="logout"),
    path("sehat/", home.health, name="health"),
    path("komponen/", components, name="components"),
    path("keluarga/<uuid:pk>/", dossier.household_detail, name="household_detail"),
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
