"""One's own account: contact, password, the devices that are logged in, and the second factor."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from puskesos import accounts, activity, cards, second_factor, sessions
from puskesos.errors import Refused
from puskesos.forms import ChangePasswordForm, CodeForm, ContactForm, contact_of
from puskesos.models import SecondFactor
from puskesos.roles import OFFICE


def profile(request: HttpRequest) -> HttpResponse:
    """Who I am here, how to reach me, where I am logged in."""
    user = request.user
    form = ContactForm(request.POST if request.method == "POST" else None, initial=contact_of(user))
    if form.is_valid():
        accounts.amend(user, contact=form.contact(), by=user, at=timezone.now())
        messages.success(request, _("Data Anda disimpan."))
        return redirect("accounts:profile")
    context = {
        "form": form,
        "place": cards.place_of(user),
        "villages": cards.village_names(user),
        "second_factor": second_factor.is_set_up(user),
        "sessions": sessions.of_user(user, at=timezone.now())[:50],
        "this_session": request.session.session_key,
        "limits": sessions.limits_words(user.role),
    }
    return render(request, "puskesos/profile.html", context, status=422 if form.is_bound else 200)


@sensitive_post_parameters("old", "password")
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; this device stays logged in, the others do not."""
    form = ChangePasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _change(request, form):
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Kata sandi diganti. Perangkat lain sudah keluar."))
        return redirect("accounts:profile")
    return render(request, "puskesos/password.html", {"form": form}, status=422 if form.is_bound else 200)


def _change(request: HttpRequest, form: ChangePasswordForm) -> bool:
    old, new = form.cleaned_data["old"], form.cleaned_data["password"]
    key = request.session.session_key
    try:
        accounts.change_password(request.user, old=old, new=new, at=timezone.now(), session_key=key)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


def session_end(request: HttpRequest) -> HttpResponse:
    """Log one device out, or every device; this one only with all."""
    handle = _handle(request.POST.get("session", ""))
    everywhere = "all" in request.POST
    if everywhere or handle:
        ended = sessions.end(request.user, handle=None if everywhere else handle)
        activity.record("account.end_sessions", target=request.user, by=request.user, at=timezone.now(), ended=ended)
    if everywhere:
        request.session.flush()
        return redirect("login")
    messages.success(request, _("Perangkat itu sudah keluar."))
    return redirect("accounts:profile")


def _handle(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Set an authenticator up, confirm a login with it, or renew what belongs to it."""
    user, form = request.user, CodeForm(request.POST if request.method == "POST" else None)
    if second_factor.is_set_up(user):
        return _with_factor(request, form)
    if request.POST.get("act") == "start":
        second_factor.prepare(user)
        return redirect("accounts:second_factor")
    factor = SecondFactor.objects.filter(user=user).first()
    if factor is None:
        return render(request, "puskesos/second_factor_start.html", {"required": _required(request)})
    if form.is_valid():
        try:
            codes = second_factor.confirm(user, form.cleaned_data["code"], at=timezone.now())
        except Refused as refusal:
            form.add_error("code", refusal.sentence)
        else:
            request.session["second_factor"] = True
            return _codes_page(request, codes)
    return _set_up_page(request, form, factor)


def _set_up_page(request: HttpRequest, form: CodeForm, factor: SecondFactor) -> HttpResponse:
    context = {
        "form": form,
        "qr": cards.qr_svg(second_factor.address(factor, request.user)),
        "secret": second_factor.typed_secret(factor),
        "required": _required(request),
    }
    return render(request, "puskesos/second_factor_setup.html", context, status=422 if form.is_bound else 200)


def _required(request: HttpRequest) -> bool:
    return settings.SECOND_FACTOR_REQUIRED and request.user.role in OFFICE


def _with_factor(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """Every act asks for a code: whoever finds an open screen changes nothing."""
    if form.is_valid():
        try:
            return _act(request, request.POST.get("act", ""), form.cleaned_data["code"])
        except Refused as refusal:
            form.add_error("code", refusal.sentence)
    context = {
        "form": form,
        "required": _required(request),
        "confirmed": request.session.get("second_factor") or not _required(request),
        "codes_left": request.user.recovery_codes.filter(used_at=None).count(),
    }
    return render(request, "puskesos/second_factor.html", context, status=422 if form.is_bound else 200)


def _act(request: HttpRequest, act: str, code: str) -> HttpResponse:
    now = timezone.now()
    if act == "codes":
        return _codes_page(request, second_factor.renew_codes(request.user, code, at=now))
    if act == "off" and not _required(request):
        second_factor.switch_off(request.user, code, at=now)
        request.session["second_factor"] = False
        messages.success(request, _("Kode kedua dilepas."))
        return redirect("accounts:profile")
    second_factor.verify(request.user, code, at=now)
    request.session["second_factor"] = True
    return redirect("home")


def _codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    response = render(request, "puskesos/recovery_codes.html", {"codes": codes})
    response["Cache-Control"] = "no-store"
    return response


def session_keep(request: HttpRequest) -> JsonResponse:
    """Somebody at a form says "I am here", which the request itself has noted; how many seconds are left now."""
    return JsonResponse({"seconds": sessions.left(request.session, request.user.role, at=timezone.now())})
