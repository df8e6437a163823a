"""Addresses of batches."""

from django.urls import path

from dtks import views, views_figures, views_letters

app_name = "dtks"

urlpatterns = [
    path("batch/", views.batch_list, name="batch_list"),
    path("batch/baru/", views.batch_create, name="batch_create"),
    path("batch/<int:pk>/", views.batch_detail, name="batch_detail"),
    path("batch/<int:pk>/kemajuan/", views.batch_progress, name="batch_progress"),
    path("batch/<int:pk>/tertinggal/<slug:reason>/<str:village>/", views_figures.batch_left_out, name="batch_left_out"),
    path("batch/<int:pk>/jawaban/", views_figures.batch_answers, name="batch_answers"),
    path("batch/<int:pk>/perbandingan/", views_figures.batch_comparison, name="batch_comparison"),
    path("batch/<int:pk>/bekukan/", views.batch_freeze, name="batch_freeze"),
    path("batch/<int:pk>/terkirim/", views.batch_mark_sent, name="batch_mark_sent"),
    path("batch/<int:pk>/batalkan/", views.batch_cancel, name="batch_cancel"),
    path("batch/<int:pk>/berkas/<slug:kind>/", views.file_download, name="file_download"),
    path("batch/<int:pk>/surat/", views_letters.letter_create, name="letter_create"),
    path("batch/<int:pk>/surat/<uuid:letter_pk>/", views_letters.letter_download, name="letter_download"),
]
