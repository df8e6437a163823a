"""Who may call what: one table of every address, enforced on every request and walked by a test."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from puskesos.roles import HEARS, RUNS_ROUNDS, SEARCHES, Role
from slrt import faults, phones

READ = frozenset({"GET", "HEAD"})
WRITE = frozenset({"POST"})
GET = frozenset({"GET"})
PUT = frozenset({"PUT"})
BOTH = READ | WRITE

OPERATOR, FACILITATOR, SUPERVISOR, DINSOS = Role.OPERATOR, Role.FACILITATOR, Role.SUPERVISOR, Role.DINSOS
LEADER, AUDITOR, PROVIDER, ADMIN = Role.LEADER, Role.AUDITOR, Role.PROVIDER, Role.ADMIN

EVERYONE = dict.fromkeys(Role, READ)
FIELD_READS = dict.fromkeys((OPERATOR, FACILITATOR, SUPERVISOR, DINSOS), READ)
OPERATOR_WRITES = {OPERATOR: BOTH}
# A facilitator drafts, the operator sends.
DRAFTING = {OPERATOR: BOTH, FACILITATOR: BOTH}
CAPTURING = {OPERATOR: GET, FACILITATOR: GET}
HEARING = dict.fromkeys(HEARS, BOTH)
HEARING_ACTS = dict.fromkeys(HEARS, WRITE)
OFFICE_OF_REGENCY = {DINSOS: READ, LEADER: READ, AUDITOR: READ}
RUNNING_ROUNDS = dict.fromkeys(RUNS_ROUNDS, BOTH)
SEARCHING = dict.fromkeys(SEARCHES, BOTH)
REPORTS = {**FIELD_READS, LEADER: READ, AUDITOR: READ}

# Addresses that need no login. Each view says so itself as well (@login_not_required).
PUBLIC: dict[str, frozenset[str]] = {
    "login": BOTH,
    # help and deploy
    "health": READ,
    "alive": READ,
    "help": READ,
    "help_words": READ,
    "help_guide": READ,
    "portal:receipt_check": READ,
    # placements: one-time links
    "referrals:answer_link": BOTH,
    "portal:letter_check": READ,
    # portal: the citizen's ticket
    "portal:complaint_ticket": BOTH,
    "portal:complaint_answered": READ,
    # the field app: its shell without anybody's data, what its addresses are
    "assessment:field_shell": READ,
    "assessment:field_worker": READ,
    "api:openapi-json": GET,
    "api:api-root": GET,
    # accounts: the second step of a login, and invitations
    "login_code": BOTH,
    "accounts:invitation": BOTH,
}

# url name -> role -> methods. A role that is not named gets 403; what a named role may see inside the page is
# decided by visible_to, and what lies outside its region is 404.
ACCESS: dict[str, dict[Role, frozenset[str]]] = {
    "home": EVERYONE,
    "logout": dict.fromkeys(Role, WRITE),
    "components": EVERYONE,
    # help and deploy
    "health_detail": {ADMIN: READ},
    "household_detail": FIELD_READS,
    # households
    "households:household_list": {**FIELD_READS, **dict.fromkeys((OPERATOR, FACILITATOR, SUPERVISOR, DINSOS), BOTH)},
    "households:household_create": OPERATOR_WRITES,
    "households:household_edit": OPERATOR_WRITES,
    "households:member_create": OPERATOR_WRITES,
    "households:member_edit": OPERATOR_WRITES,
    "households:member_leave": OPERATOR_WRITES,
    "households:kk_reveal": {SUPERVISOR: BOTH, DINSOS: BOTH},
    "households:nik_reveal": {SUPERVISOR: BOTH, DINSOS: BOTH},
    # registry: moves, notes, paper, who looked
    "households:household_head": OPERATOR_WRITES,
    "households:member_move": OPERATOR_WRITES,
    "households:member_split": OPERATOR_WRITES,
    "households:household_transfer": OPERATOR_WRITES,
    "households:transfer_ask": OPERATOR_WRITES,
    "households:transfer_list": FIELD_READS,
    "households:transfer_detail": FIELD_READS,
    "households:transfer_accept_into": {OPERATOR: WRITE},
    "households:transfer_accept_new": {OPERATOR: WRITE},
    "households:transfer_decline": {OPERATOR: WRITE},
    "households:transfer_withdraw": {OPERATOR: WRITE},
    "households:note_list": dict.fromkeys(FIELD_READS, BOTH),
    "households:note_strike": dict.fromkeys(FIELD_READS, BOTH),
    "household_photos": FIELD_READS,
    "household_history": FIELD_READS,
    "household_print": FIELD_READS,
    "household_reads": {SUPERVISOR: READ, DINSOS: READ},
    "read_log": {AUDITOR: READ, DINSOS: READ},
    # assessment: the survey
    "assessment:assessment_list": FIELD_READS,
    "assessment:assessment_choose": {OPERATOR: READ, FACILITATOR: READ},
    "assessment:assessment_start": {OPERATOR: WRITE, FACILITATOR: WRITE},
    "assessment:assessment_tasks": {**FIELD_READS},
    "assessment:assessment_identity": DRAFTING,
    "assessment:assessment_position": DRAFTING,
    "assessment:assessment_questions": DRAFTING,
    "assessment:assessment_photos": {OPERATOR: READ, FACILITATOR: READ},
    "assessment:photo_add": {OPERATOR: WRITE, FACILITATOR: WRITE},
    "assessment:photo_remove": {OPERATOR: WRITE, FACILITATOR: WRITE},
    "assessment:held_list": {SUPERVISOR: READ, DINSOS: READ},
    "assessment:hand_over": {SUPERVISOR: WRITE, DINSOS: WRITE},
    "assessment:hand_over_draft": {SUPERVISOR: WRITE, DINSOS: WRITE},
    "assessment:photo_image": FIELD_READS,
    "assessment:photo_thumbnail": FIELD_READS,
    "assessment:assessment_send": OPERATOR_WRITES,
    "assessment:assessment_receipt": FIELD_READS,
    # assessment: the field app
    **{f"api:{what}": CAPTURING for what in ("session", "instrument", "codes", "regions", "work")},
    "api:assessment": dict.fromkeys((OPERATOR, FACILITATOR), GET | PUT),
    **{f"api:{what}": {OPERATOR: WRITE, FACILITATOR: WRITE} for what in ("submit", "photos")},
    **{f"api:{what}": dict.fromkeys((OPERATOR, FACILITATOR), PUT) for what in ("photo", "photo_part", "device")},
    "api:device_key": {OPERATOR: WRITE, FACILITATOR: WRITE},
    # assessment: review
    "assessment:review_queue": {SUPERVISOR: READ, DINSOS: READ},
    "assessment:review_detail": {SUPERVISOR: READ, DINSOS: READ},
    "assessment:assessment_approve": {SUPERVISOR: WRITE},
    "assessment:assessment_return": {SUPERVISOR: BOTH},
    "assessment:review_approve_many": {SUPERVISOR: BOTH},
    "assessment:review_score": {SUPERVISOR: READ, DINSOS: READ},
    "assessment:reason_list": {DINSOS: BOTH},
    "assessment:reason_retire": {DINSOS: WRITE},
    "assessment:reason_restore": {DINSOS: WRITE},
    "review_undo": {SUPERVISOR: WRITE},
    # assessment: instrument desk. The village must not steer answers by points, so it never looks (capture.md D);
    # publishing, retiring and poverty lines ask for the manager's duty as well.
    "assessment:assessment_change_version": {OPERATOR: WRITE},
    "assessment:instrument_list": {**OFFICE_OF_REGENCY, ADMIN: READ},
    "assessment:instrument_detail": {**OFFICE_OF_REGENCY, ADMIN: READ},
    "assessment:instrument_preview": {**OFFICE_OF_REGENCY, ADMIN: READ},
    "assessment:instrument_poverty_list": {**OFFICE_OF_REGENCY, ADMIN: READ},
    "assessment:instrument_poverty_edit": {DINSOS: BOTH},
    "assessment:instrument_copy": {DINSOS: WRITE},
    "assessment:instrument_edit": {DINSOS: BOTH},
    "assessment:instrument_question": {DINSOS: BOTH},
    "assessment:instrument_question_drop": {DINSOS: WRITE},
    "assessment:instrument_bands": {DINSOS: BOTH},
    "assessment:instrument_slots": {DINSOS: BOTH},
    "assessment:instrument_simulation": {**OFFICE_OF_REGENCY, ADMIN: READ, DINSOS: BOTH},
    "assessment:instrument_simulation_progress": {**OFFICE_OF_REGENCY, ADMIN: READ},
    "assessment:instrument_changes": {DINSOS: READ},
    "assessment:instrument_publish": {DINSOS: WRITE},
    "assessment:instrument_retire": {DINSOS: WRITE},
    "assessment:instrument_discard": {DINSOS: WRITE},
    # referrals: complaints
    "referrals:complaint_list": dict.fromkeys((OPERATOR, FACILITATOR, SUPERVISOR, DINSOS), BOTH),
    "referrals:complaint_create": HEARING,
    "referrals:complaint_create_for": HEARING,
    "referrals:complaint_detail": FIELD_READS,
    "referrals:complaint_receipt": FIELD_READS,
    "referrals:complaint_escalate": HEARING_ACTS,
    "referrals:complaint_change_urgency": HEARING_ACTS,
    "referrals:complaint_handle": HEARING_ACTS,
    "referrals:complaint_answer": HEARING_ACTS,
    "referrals:complaint_note_unreached": HEARING_ACTS,
    "referrals:complaint_close_unreached": HEARING_ACTS,
    "referrals:paper_add": HEARING_ACTS,
    "referrals:paper_remove": HEARING_ACTS,
    "referrals:paper_image": FIELD_READS,
    "referrals:paper_thumbnail": FIELD_READS,
    # placements
    "referrals:referral_propose": HEARING,
    "referrals:referral_list": FIELD_READS,
    "referrals:referral_detail": FIELD_READS,
    "referrals:referral_recommend": HEARING_ACTS,
    "referrals:client_desil": HEARING_ACTS,
    "referrals:referral_paper": {**FIELD_READS, PROVIDER: READ},
    "referrals:referral_paper_add": HEARING_ACTS,
    "referrals:referral_decide": HEARING,
    "referrals:referral_refuse": HEARING_ACTS,
    "referrals:referral_withdraw": HEARING_ACTS,
    "referrals:referral_place_again": HEARING_ACTS,
    "referrals:referral_answer": {DINSOS: WRITE},
    "referrals:referral_stage": HEARING_ACTS,
    "referrals:link_make": HEARING_ACTS,
    "referrals:link_revoke": HEARING_ACTS,
    "referrals:provider_inbox": {PROVIDER: READ},
    "referrals:provider_referral": {PROVIDER: READ},
    "referrals:provider_answer": {PROVIDER: WRITE},
    "referrals:provider_stage": {PROVIDER: WRITE},
    # referrals: memberships
    "referrals:benefit_list": FIELD_READS,
    "referrals:benefit_note": {OPERATOR: BOTH, DINSOS: BOTH},
    "referrals:benefit_end": {OPERATOR: BOTH, DINSOS: BOTH},
    "referrals:benefit_correct": {OPERATOR: BOTH, DINSOS: BOTH},
    # referrals: what is late
    "referrals:overdue_list": {SUPERVISOR: READ, DINSOS: READ, LEADER: READ},
    # referrals: letters
    "referrals:letter_list": FIELD_READS,
    "referrals:letter_detail": FIELD_READS,
    "referrals:letter_download": {**FIELD_READS, PROVIDER: READ},
    "referrals:letter_revoke": dict.fromkeys((OPERATOR, FACILITATOR, DINSOS), WRITE),
    "referrals:letter_issue": dict.fromkeys((OPERATOR, FACILITATOR, DINSOS), BOTH),
    "referrals:letter_receipt": dict.fromkeys((OPERATOR, FACILITATOR, DINSOS), WRITE),
    # reports
    "referrals:report_index": REPORTS,
    "referrals:report_indicators": REPORTS,
    "referrals:report_recap": REPORTS,
    "referrals:report_export": dict.fromkeys(REPORTS, WRITE),
    "referrals:report_list": {SUPERVISOR: READ, DINSOS: READ},
    "referrals:report_list_export": {SUPERVISOR: WRITE, DINSOS: WRITE},
    "referrals:report_spm": {**OFFICE_OF_REGENCY, DINSOS: BOTH},
    # dtks
    "dtks:batch_list": OFFICE_OF_REGENCY,
    "dtks:batch_create": {DINSOS: BOTH},
    "dtks:batch_detail": OFFICE_OF_REGENCY,
    "dtks:batch_progress": OFFICE_OF_REGENCY,
    "dtks:batch_freeze": {DINSOS: WRITE},
    "dtks:batch_mark_sent": {DINSOS: WRITE},
    "dtks:batch_cancel": {DINSOS: WRITE},
    "dtks:file_download": {DINSOS: WRITE},
    # dtks: preview, figures, covering letter
    "dtks:batch_left_out": {DINSOS: READ},
    "dtks:batch_answers": OFFICE_OF_REGENCY,
    "dtks:batch_comparison": OFFICE_OF_REGENCY,
    "dtks:letter_create": {DINSOS: BOTH},
    "dtks:letter_download": OFFICE_OF_REGENCY,
    # referrals: protected cases; whose case it is not gets 404
    "referrals:case_list": {DINSOS: READ, PROVIDER: READ},
    "referrals:case_detail": {DINSOS: READ, PROVIDER: READ},
    "referrals:case_name": {DINSOS: BOTH, PROVIDER: BOTH},
    "referrals:case_alias": {DINSOS: BOTH, PROVIDER: BOTH},
    "referrals:case_simfoni": {DINSOS: BOTH, PROVIDER: BOTH},
    "referrals:case_note": {DINSOS: BOTH, PROVIDER: BOTH},
    "referrals:case_risk": {DINSOS: BOTH, PROVIDER: BOTH},
    "referrals:case_join": {DINSOS: BOTH, PROVIDER: BOTH},
    "referrals:case_leave": {DINSOS: WRITE, PROVIDER: WRITE},
    "referrals:complaint_protect": {OPERATOR: WRITE, FACILITATOR: WRITE, DINSOS: WRITE},
    # referrals: outreach
    "referrals:rapid_list": {DINSOS: READ, SUPERVISOR: READ},
    "referrals:outreach_create": {DINSOS: BOTH},
    "referrals:outreach_detail": {DINSOS: READ, SUPERVISOR: READ},
    "referrals:outreach_update": {DINSOS: BOTH},
    "referrals:outreach_depart": {DINSOS: WRITE},
    "referrals:outreach_arrive": {DINSOS: WRITE},
    "referrals:outreach_settle": {DINSOS: WRITE},
    "referrals:portrait_add": {DINSOS: WRITE},
    "referrals:portrait_image": {DINSOS: READ, SUPERVISOR: READ},
    # referrals: catalogue
    "referrals:programme_list": EVERYONE,
    "referrals:programme_detail": EVERYONE,
    "referrals:programme_edit": {DINSOS: BOTH},
    "referrals:programme_offers": {DINSOS: BOTH},
    "referrals:programme_stages": {DINSOS: BOTH},
    "referrals:programme_stage": {DINSOS: BOTH},
    "referrals:template_stages": {DINSOS: BOTH},
    "referrals:template_stage": {DINSOS: BOTH},
    # accounts: Dinsos only with the duty of a manager, whom the pages ask
    **{f"accounts:account_{what}": {ADMIN: READ, DINSOS: READ} for what in ("list", "detail", "template")},
    **{f"accounts:account_{what}": {ADMIN: BOTH, DINSOS: BOTH} for what in ("create", "amend", "move", "import")},
    **{
        f"accounts:account_{what}": {ADMIN: WRITE, DINSOS: WRITE}
        for what in ("link", "cards", "deactivate", "reactivate", "log_out", "second_factor_reset")
    },
    **{f"accounts:{what}": dict.fromkeys(Role, BOTH) for what in ("profile", "password", "second_factor")},
    **{f"accounts:{what}": dict.fromkeys(Role, WRITE) for what in ("session_end", "session_keep")},
    # rounds
    "round_list": {DINSOS: READ, ADMIN: READ, SUPERVISOR: READ},
    "round_detail": {DINSOS: READ, ADMIN: READ, SUPERVISOR: READ},
    "round_create": RUNNING_ROUNDS,
    "round_amend": RUNNING_ROUNDS,
    "round_extend": RUNNING_ROUNDS,
    "round_targets": RUNNING_ROUNDS,
    "round_targets_typed": RUNNING_ROUNDS,
    "round_open": dict.fromkeys(RUNS_ROUNDS, WRITE),
    "round_close": dict.fromkeys(RUNS_ROUNDS, WRITE),
    # notices and search
    "notice_list": EVERYONE,
    "notice_open": dict.fromkeys(Role, WRITE),
    "notice_read_all": dict.fromkeys(Role, WRITE),
    "search": SEARCHING,
    "search_results": dict.fromkeys(SEARCHES, READ),
    "search_group": dict.fromkeys(SEARCHES, READ),
}


class AccessMiddleware:
    """Refuse a role or method that the table does not name; an undeclared address is nobody's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Look the address up before any view runs; `LoginRequiredMiddleware` has already asked for a login."""
        name = request.resolver_match.view_name
        methods = PUBLIC.get(name) or ACCESS.get(name, {}).get(getattr(request.user, "role", None))
        if methods is None and phones.from_phone(request):
            return phones.not_for_role()
        if methods is None:
            raise PermissionDenied(_("Halaman ini bukan untuk peran Anda."))
        if request.method not in methods:
            return _not_allowed(request, methods)
        return None


def _not_allowed(request: HttpRequest, methods: frozenset[str]) -> HttpResponse:
    if phones.from_phone(request):
        return phones.not_allowed(methods)
    # Only a person who follows a link, or a login that leads back, opens what a button calls.
    if request.method in READ:
        return faults.not_a_page(request, methods=methods)
    return HttpResponseNotAllowed(sorted(methods))
