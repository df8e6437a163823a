"""The door: logging in, the second factor, and the one-time link of an invitation."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from puskesos import accounts, limits, second_factor, sessions
from puskesos.errors import Refused
from puskesos.forms import CodeForm, LoginForm, NewPasswordForm
from puskesos.models import Invitation, User

# A name and a password were right; within so many seconds the code must follow.
PENDING, PENDING_S = "second_factor_pending", 600
WHY = {
    sessions.IDLE: gettext_lazy("Anda keluar karena lama tidak bekerja di sini. Masuk lagi untuk melanjutkan."),
    sessions.ENDED: gettext_lazy("Waktu masuk Anda habis. Masuk lagi; pekerjaan yang sudah disimpan tidak hilang."),
}
MISSES, WINDOW_S = 30, 600


class Login(LoginView):
    """Name and password; with a second factor the code is asked for next."""

    form_class = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Why the person has to log in again, if so."""
        return {**super().get_context_data(**kwargs), "why": WHY.get(self.request.GET.get("sebab", ""), "")}

    def form_valid(self, form: LoginForm) -> HttpResponse:
        """Enter, or go on to the code."""
        user = form.get_user()
        if second_factor.is_set_up(user):
            self.request.session.cycle_key()
            self.request.session[PENDING] = [user.pk, timezone.now().timestamp(), self.get_redirect_url()]
            return redirect("login_code")
        enter(self.request, user)
        return redirect(self.get_success_url())

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        """The same page for a wrong name and a wrong password; 429 while it waits."""
        response = super().form_invalid(form)
        response.status_code = 429 if form.is_throttled else 200
        return response


def enter(request: HttpRequest, user: User, *, confirmed: bool = False) -> None:
    """Log in with a new session key and fresh clocks."""
    login(request, user)
    request.session["second_factor"] = confirmed
    device = sessions.device_of(request.META.get("HTTP_USER_AGENT", ""))
    sessions.begin(request.session, device=device, at=timezone.now())


@login_not_required
def login_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the authenticator after name and password were right."""
    user, back = _pending(request)
    if user is None:
        return redirect("login")
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                second_factor.verify(user, form.cleaned_data["code"], at=timezone.now())
            except Refused as refusal:
                form.add_error("code", refusal.sentence)
            else:
                del request.session[PENDING]
                enter(request, user, confirmed=True)
                return redirect(back or "home")
    return render(request, "puskesos/login_code.html", {"form": form}, status=status)


def _pending(request: HttpRequest) -> tuple[User | None, str]:
    pk, since, back = request.session.get(PENDING, (None, 0, ""))
    if pk is None or timezone.now().timestamp() - since > PENDING_S:
        return None, ""
    return User.objects.filter(pk=pk, is_active=True).first(), back


@login_not_required
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password through a one-time link; opening it changes nothing, so that a preview cannot spend it."""
    response = _invitation(request, token)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _invitation(request: HttpRequest, token: str) -> HttpResponse:
    if limits.reached(request, "invitation", at_most=MISSES):
        return render(request, "puskesos/invitation_gone.html", {"too_often": True}, status=429)
    found = accounts.living(token, at=timezone.now())
    if found is None:
        limits.within_limit(request, "invitation", at_most=MISSES, seconds=WINDOW_S)
        return render(request, "puskesos/invitation_gone.html", status=404)
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (user := _accept(form, found)):
        return _first_login(request, user)
    context = {"form": form, "person": found.user, "purpose": found.purpose}
    return render(request, "puskesos/invitation.html", context, status=422 if form.is_bound else 200)


def _accept(form: NewPasswordForm, found: Invitation) -> User | None:
    try:
        return accounts.accept(found, password=form.cleaned_data["password"], at=timezone.now())
    except Refused as refusal:
        form.add_error("password", refusal.sentence)
        return None


def _first_login(request: HttpRequest, user: User) -> HttpResponse:
    """Whoever has an authenticator still shows a code: the link alone is not enough."""
    request.session.flush()
    if second_factor.is_set_up(user):
        request.session[PENDING] = [user.pk, timezone.now().timestamp(), ""]
        return redirect("login_code")
    enter(request, user)
    return redirect("home")
