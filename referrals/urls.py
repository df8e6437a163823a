"""Addresses of complaints, referrals and letters."""

from django.urls import path

from referrals import views_letters

app_name = "referrals"

urlpatterns = [
    # letters
    path("surat/", views_letters.letter_list, name="letter_list"),
    path("surat/<uuid:pk>/", views_letters.letter_detail, name="letter_detail"),
    path("surat/<uuid:pk>/unduh/", views_letters.letter_download, name="letter_download"),
    path("surat/<uuid:pk>/cabut/", views_letters.letter_revoke, name="letter_revoke"),
    path("rujukan/<uuid:pk>/surat/", views_letters.letter_issue, name="letter_issue"),
    path("keluhan/<uuid:pk>/surat/tanda-terima/", views_letters.letter_receipt, name="letter_receipt"),
]
