"""Addresses of complaints, referrals and letters."""

from django.urls import path

from referrals import (
    views_acts,
    views_benefits,
    views_complaints,
    views_decisions,
    views_letters,
    views_links,
    views_outreach,
    views_overdue,
    views_papers,
    views_placements,
    views_protection,
    views_providers,
)

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
    # placements: from proposal to decision
    path("keluhan/<uuid:complaint_pk>/rujuk/", views_placements.referral_propose, name="referral_propose"),
    path("rujukan/", views_placements.referral_list, name="referral_list"),
    path("rujukan/<uuid:pk>/", views_placements.referral_detail, name="referral_detail"),
    path("rujukan/<uuid:pk>/rekomendasi/", views_placements.referral_recommend, name="referral_recommend"),
    path("rujukan/<uuid:pk>/desil/", views_placements.client_desil, name="client_desil"),
    path("rujukan/<uuid:pk>/berkas/<uuid:paper>/", views_placements.paper_image, name="referral_paper"),
    path("rujukan/<uuid:pk>/berkas/tambah/<str:code>/", views_placements.paper_add, name="referral_paper_add"),
    path("rujukan/<uuid:pk>/penetapan/", views_decisions.referral_decide, name="referral_decide"),
    path("rujukan/<uuid:pk>/tolak/", views_decisions.referral_refuse, name="referral_refuse"),
    path("rujukan/<uuid:pk>/tarik/", views_decisions.referral_withdraw, name="referral_withdraw"),
    path("rujukan/<uuid:pk>/alihkan/", views_decisions.referral_place_again, name="referral_place_again"),
    path("rujukan/<uuid:pk>/jawaban/", views_decisions.referral_answer, name="referral_answer"),
    path("rujukan/<uuid:pk>/tahap/", views_decisions.referral_stage, name="referral_stage"),
    path("rujukan/<uuid:pk>/tautan/", views_decisions.link_make, name="link_make"),
    path("rujukan/<uuid:pk>/tautan/<uuid:link>/cabut/", views_decisions.link_revoke, name="link_revoke"),
    # placements: the provider
    path("rujukan-masuk/", views_providers.provider_inbox, name="provider_inbox"),
    path("rujukan-masuk/<uuid:pk>/", views_providers.provider_referral, name="provider_referral"),
    path("rujukan-masuk/<uuid:pk>/jawab/", views_providers.provider_answer, name="provider_answer"),
    path("rujukan-masuk/<uuid:pk>/tahap/", views_providers.provider_stage, name="provider_stage"),
    path("r/<str:token>/", views_links.answer_link, name="answer_link"),
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
    # memberships
    path("keluarga/<uuid:pk>/kepesertaan/", views_benefits.benefit_list, name="benefit_list"),
    path("anggota/<uuid:member_pk>/kepesertaan/", views_benefits.benefit_note, name="benefit_note"),
    path("kepesertaan/<int:pk>/berhenti/", views_benefits.benefit_end, name="benefit_end"),
    path("kepesertaan/<int:pk>/ubah/", views_benefits.benefit_correct, name="benefit_correct"),
    # what is late
    path("terlambat/", views_overdue.overdue_list, name="overdue_list"),
    # letters
    path("surat/", views_letters.letter_list, name="letter_list"),
    path("surat/<uuid:pk>/", views_letters.letter_detail, name="letter_detail"),
    path("surat/<uuid:pk>/unduh/", views_letters.letter_download, name="letter_download"),
    path("surat/<uuid:pk>/cabut/", views_letters.letter_revoke, name="letter_revoke"),
    path("rujukan/<uuid:pk>/surat/", views_letters.letter_issue, name="letter_issue"),
    path("keluhan/<uuid:pk>/surat/tanda-terima/", views_letters.letter_receipt, name="letter_receipt"),
]
