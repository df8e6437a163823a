"""Addresses of the survey and the review."""

from django.urls import path

from assessment import views, views_reasons, views_review, views_scores

app_name = "assessment"

urlpatterns = [
    path("pendataan/", views.assessment_list, name="assessment_list"),
    path("pendataan/mulai/<uuid:household_pk>/", views.assessment_start, name="assessment_start"),
    path("pendataan/<uuid:pk>/", views.assessment_tasks, name="assessment_tasks"),
    path("pendataan/<uuid:pk>/identitas/", views.assessment_identity, name="assessment_identity"),
    path("pendataan/<uuid:pk>/lokasi/", views.assessment_position, name="assessment_position"),
    path("pendataan/<uuid:pk>/pertanyaan/<int:page>/", views.assessment_questions, name="assessment_questions"),
    path("pendataan/<uuid:pk>/foto/", views.assessment_photos, name="assessment_photos"),
    path("pendataan/<uuid:pk>/foto/<slug:slot>/", views.photo_add, name="photo_add"),
    path("pendataan/<uuid:pk>/kirim/", views.assessment_send, name="assessment_send"),
    path("pendataan/<uuid:pk>/tanda-terima/", views.assessment_receipt, name="assessment_receipt"),
    path("pendataan/<uuid:pk>/lembar-skor/", views_scores.review_score, name="review_score"),
    path("foto/<uuid:pk>/", views.photo_image, name="photo_image"),
    path("foto/<uuid:pk>/kecil/", views.photo_thumbnail, name="photo_thumbnail"),
    path("foto/<uuid:pk>/hapus/", views.photo_remove, name="photo_remove"),
    path("tinjauan/", views_review.review_queue, name="review_queue"),
    path("tinjauan/setujui-sekaligus/", views_review.review_approve_many, name="review_approve_many"),
    path("tinjauan/alasan/", views_reasons.reason_list, name="reason_list"),
    path("tinjauan/alasan/<int:pk>/hentikan/", views_reasons.reason_retire, name="reason_retire"),
    path("tinjauan/alasan/<int:pk>/pakai-lagi/", views_reasons.reason_restore, name="reason_restore"),
    path("tinjauan/<uuid:pk>/", views_review.review_detail, name="review_detail"),
    path("tinjauan/<uuid:pk>/setujui/", views_review.assessment_approve, name="assessment_approve"),
    path("tinjauan/<uuid:pk>/kembalikan/", views_review.assessment_return, name="assessment_return"),
]
