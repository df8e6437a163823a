"""Addresses of the survey and the review."""

from django.urls import path

from assessment import (
    views,
    views_draft,
    views_field,
    views_handover,
    views_instrument,
    views_reasons,
    views_review,
    views_scores,
    views_simulation,
)

app_name = "assessment"

urlpatterns = [
    # the field app on the phone
    path("lapangan/", views_field.field_shell, name="field_shell"),
    path("lapangan/sw.js", views_field.field_worker, name="field_worker"),
    path("pendataan/", views.assessment_list, name="assessment_list"),
    path("pendataan/mulai/", views.assessment_choose, name="assessment_choose"),
    path("pendataan/mulai/<uuid:household_pk>/", views.assessment_start, name="assessment_start"),
    path("pendataan/ditahan/", views_handover.held_list, name="held_list"),
    path("pendataan/<uuid:pk>/serahkan/", views_handover.hand_over, name="hand_over"),
    path("pendataan/ditahan/<uuid:pk>/serahkan/", views_handover.hand_over_draft, name="hand_over_draft"),
    path("pendataan/<uuid:pk>/", views.assessment_tasks, name="assessment_tasks"),
    path("pendataan/<uuid:pk>/identitas/", views.assessment_identity, name="assessment_identity"),
    path("pendataan/<uuid:pk>/lokasi/", views.assessment_position, name="assessment_position"),
    path("pendataan/<uuid:pk>/pertanyaan/<int:page>/", views.assessment_questions, name="assessment_questions"),
    path("pendataan/<uuid:pk>/foto/", views.assessment_photos, name="assessment_photos"),
    path("pendataan/<uuid:pk>/foto/<slug:slot>/", views.photo_add, name="photo_add"),
    path("pendataan/<uuid:pk>/versi/", views.assessment_change_version, name="assessment_change_version"),
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
    # instrument desk
    path("instrumen/", views_instrument.instrument_list, name="instrument_list"),
    path("instrumen/garis-kemiskinan/", views_instrument.instrument_poverty_list, name="instrument_poverty_list"),
    path(
        "instrumen/garis-kemiskinan/<int:year>/",
        views_instrument.instrument_poverty_edit,
        name="instrument_poverty_edit",
    ),
    path("instrumen/<int:pk>/", views_instrument.instrument_detail, name="instrument_detail"),
    path("instrumen/<int:pk>/salin/", views_instrument.instrument_copy, name="instrument_copy"),
    path("instrumen/<int:pk>/buang/", views_instrument.instrument_discard, name="instrument_discard"),
    path("instrumen/<int:pk>/terbitkan/", views_instrument.instrument_publish, name="instrument_publish"),
    path("instrumen/<int:pk>/tarik/", views_instrument.instrument_retire, name="instrument_retire"),
    path("instrumen/<int:pk>/ubah/", views_draft.instrument_edit, name="instrument_edit"),
    path("instrumen/<int:pk>/pertanyaan/<slug:code>/", views_draft.instrument_question, name="instrument_question"),
    path(
        "instrumen/<int:pk>/pertanyaan/<slug:code>/hapus/",
        views_draft.instrument_question_drop,
        name="instrument_question_drop",
    ),
    path("instrumen/<int:pk>/kelas/", views_draft.instrument_bands, name="instrument_bands"),
    path("instrumen/<int:pk>/foto/", views_draft.instrument_slots, name="instrument_slots"),
    path("instrumen/<int:pk>/pratinjau/<int:page>/", views_draft.instrument_preview, name="instrument_preview"),
    path("instrumen/<int:pk>/simulasi/", views_simulation.instrument_simulation, name="instrument_simulation"),
    path(
        "instrumen/<int:pk>/simulasi/kemajuan/",
        views_simulation.instrument_simulation_progress,
        name="instrument_simulation_progress",
    ),
    path("instrumen/<int:pk>/simulasi/keluarga/", views_simulation.instrument_changes, name="instrument_changes"),
]
