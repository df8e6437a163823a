"""The home page, composed for the role that asks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from puskesos import notices
from puskesos.models import User
from puskesos.roles import Role
from slrt.home import office, provider, village, watching
from slrt.notices import sentences

# News on the home page; the page of notices has the rest.
NEWS = 3


def home(request: HttpRequest) -> HttpResponse:
    """Work for this role, what is late, and what came back."""
    user = request.user
    unread = notices.of(user).filter(read_at__isnull=True).order_by("-created_at", "-id")[:NEWS]
    context = {"news": sentences.tell(unread, user), **_work(user)}
    return render(request, f"slrt/home/{user.role}.html", context)


def _work(user: User) -> dict[str, Any]:
    if user.role == Role.AUDITOR:
        return watching.auditor(user, at=timezone.now())
    compose = {
        Role.OPERATOR: village.operator,
        Role.FACILITATOR: village.facilitator,
        Role.SUPERVISOR: office.supervisor,
        Role.DINSOS: office.dinsos,
        Role.LEADER: watching.leader,
        Role.PROVIDER: provider.provider,
        Role.ADMIN: watching.admin,
    }
    return compose[Role(user.role)](user, on=timezone.localdate())
