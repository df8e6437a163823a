"""Addresses of complaints and referrals."""

from django.urls import path

from referrals import views_catalogue, views_stages

app_name = "referrals"

urlpatterns = [
    # catalogue
    path("layanan/", views_catalogue.programme_list, name="programme_list"),
    path("layanan/<slug:code>/", views_catalogue.programme_detail, name="programme_detail"),
    path("layanan/<slug:code>/ubah/", views_catalogue.programme_edit, name="programme_edit"),
    path("layanan/<slug:code>/penyedia/", views_catalogue.programme_offers, name="programme_offers"),
    path("layanan/<slug:code>/tahap/", views_stages.programme_stages, name="programme_stages"),
    path("layanan/<slug:code>/tahap/<int:place>/", views_stages.programme_stage, name="programme_stage"),
    path("templat-tahap/<slug:code>/", views_stages.template_stages, name="template_stages"),
    path("templat-tahap/<slug:code>/<int:place>/", views_stages.template_stage, name="template_stage"),
]
