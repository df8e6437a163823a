"""Addresses of batches."""

from django.urls import path

from dtks import views

app_name = "dtks"

urlpatterns = [
    path("batch/", views.batch_list, name="batch_list"),
    path("batch/baru/", views.batch_create, name="batch_create"),
    path("batch/<int:pk>/", views.batch_detail, name="batch_detail"),
    path("batch/<int:pk>/kemajuan/", views.batch_progress, name="batch_progress"),
    path("batch/<int:pk>/bekukan/", views.batch_freeze, name="batch_freeze"),
    path("batch/<int:pk>/terkirim/", views.batch_mark_sent, name="batch_mark_sent"),
    path("batch/<int:pk>/batalkan/", views.batch_cancel, name="batch_cancel"),
    path("batch/<int:pk>/berkas/<slug:kind>/", views.file_download, name="file_download"),
]
