"""Addresses of complaints and referrals."""

from django.urls import path

from referrals import views_outreach, views_protection

app_name = "referrals"

urlpatterns = [
    # protected cases
    path("kasus/", views_protection.case_list, name="case_list"),
    path("kasus/<uuid:pk>/", views_protection.case_detail, name="case_detail"),
    path("kasus/<uuid:pk>/nama/", views_protection.case_name, name="case_name"),
    path("kasus/<uuid:pk>/nama-samaran/", views_protection.case_alias, name="case_alias"),
    path("kasus/<uuid:pk>/simfoni/", views_protection.case_simfoni, name="case_simfoni"),
    path("kasus/<uuid:pk>/catatan/", views_protection.case_note, name="case_note"),
    path("kasus/<uuid:pk>/bahaya/", views_protection.case_risk, name="case_risk"),
    path("kasus/<uuid:pk>/tim/", views_protection.case_join, name="case_join"),
    path("kasus/<uuid:pk>/tim/<int:user_pk>/keluar/", views_protection.case_leave, name="case_leave"),
    path("keluhan/<uuid:pk>/lindungi/", views_protection.complaint_protect, name="complaint_protect"),
    # outreach
    path("reaksi-cepat/", views_outreach.rapid_list, name="rapid_list"),
    path("reaksi-cepat/baru/", views_outreach.outreach_create, name="outreach_create"),
    path("reaksi-cepat/<uuid:pk>/", views_outreach.outreach_detail, name="outreach_detail"),
    path("reaksi-cepat/<uuid:pk>/ubah/", views_outreach.outreach_update, name="outreach_update"),
    path("reaksi-cepat/<uuid:pk>/berangkat/", views_outreach.outreach_depart, name="outreach_depart"),
    path("reaksi-cepat/<uuid:pk>/tiba/", views_outreach.outreach_arrive, name="outreach_arrive"),
    path("reaksi-cepat/<uuid:pk>/tertangani/", views_outreach.outreach_settle, name="outreach_settle"),
    path("reaksi-cepat/<uuid:pk>/foto/", views_outreach.portrait_add, name="portrait_add"),
    path("reaksi-cepat/<uuid:pk>/wajah/", views_outreach.portrait_image, name="portrait_image"),
]
