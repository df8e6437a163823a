"""Addresses of complaints and referrals."""

from django.urls import path

from referrals import views_acts, views_complaints, views_papers

app_name = "referrals"

urlpatterns = [
    # complaints
    path("keluhan/", views_complaints.complaint_list, name="complaint_list"),
    path("keluhan/baru/", views_complaints.complaint_create, name="complaint_create"),
    path("keluhan/baru/<uuid:member_pk>/", views_complaints.complaint_create, name="complaint_create_for"),
    path("keluhan/<uuid:pk>/", views_complaints.complaint_detail, name="complaint_detail"),
    path("keluhan/<uuid:pk>/tanda-terima/", views_complaints.complaint_receipt, name="complaint_receipt"),
    path("keluhan/<uuid:pk>/teruskan/", views_acts.complaint_escalate, name="complaint_escalate"),
    path("keluhan/<uuid:pk>/kegentingan/", views_acts.complaint_change_urgency, name="complaint_change_urgency"),
    path("keluhan/<uuid:pk>/tangani/", views_acts.complaint_handle, name="complaint_handle"),
    path("keluhan/<uuid:pk>/jawaban/", views_acts.complaint_answer, name="complaint_answer"),
    path("keluhan/<uuid:pk>/tidak-terhubung/", views_acts.complaint_note_unreached, name="complaint_note_unreached"),
    path("keluhan/<uuid:pk>/tutup/", views_acts.complaint_close_unreached, name="complaint_close_unreached"),
    path("keluhan/<uuid:pk>/berkas/", views_papers.paper_add, name="paper_add"),
    path("berkas/<uuid:pk>/", views_papers.paper_image, name="paper_image"),
    path("berkas/<uuid:pk>/kecil/", views_papers.paper_thumbnail, name="paper_thumbnail"),
    path("berkas/<uuid:pk>/hapus/", views_papers.paper_remove, name="paper_remove"),
]
