"""Addresses of complaints, referrals and what is made of them."""

from django.urls import path

from referrals import views_reports

app_name = "referrals"

urlpatterns = [
    # reports
    path("laporan/", views_reports.report_index, name="report_index"),
    path("laporan/indikator/", views_reports.report_indicators, name="report_indicators"),
    path("laporan/rekap/", views_reports.report_recap, name="report_recap"),
    path("laporan/daftar/", views_reports.report_list, name="report_list"),
    path("laporan/daftar/unduh/", views_reports.report_list_export, name="report_list_export"),
    path("laporan/spm/", views_reports.report_spm, name="report_spm"),
    path("laporan/unduh/", views_reports.report_export, name="report_export"),
]
