"""Addresses of the whole system; each one is declared in slrt/access.py."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from puskesos import views_login
from slrt import dossier, home
from slrt.components import components

urlpatterns = [
    path("", home.home, name="home"),
    path("masuk/", views_login.Login.as_view(), name="login"),
    path("masuk/kode/", views_login.login_code, name="login_code"),
    path("keluar/", LogoutView.as_view(), name="logout"),
    path("sehat/", home.health, name="health"),
    path("komponen/", components, name="components"),
    path("keluarga/<uuid:pk>/", dossier.household_detail, name="household_detail"),
    path("keluarga/", include("households.urls")),
    path("", include("puskesos.urls")),
    path("", include("assessment.urls")),
    path("", include("referrals.urls")),
    path("", include("dtks.urls")),
    path("", include("portal.urls")),
]
