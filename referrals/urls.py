"""Addresses of complaints and referrals."""

from django.urls import path

from referrals import views_benefits, views_overdue

app_name = "referrals"

urlpatterns = [
    # memberships
    path("keluarga/<uuid:pk>/kepesertaan/", views_benefits.benefit_list, name="benefit_list"),
    path("anggota/<uuid:member_pk>/kepesertaan/", views_benefits.benefit_note, name="benefit_note"),
    path("kepesertaan/<int:pk>/berhenti/", views_benefits.benefit_end, name="benefit_end"),
    path("kepesertaan/<int:pk>/ubah/", views_benefits.benefit_correct, name="benefit_correct"),
    # what is late
    path("terlambat/", views_overdue.overdue_list, name="overdue_list"),
]
