"""Pages of the search: what was typed comes by POST and stays in the session, so that no address holds it."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from puskesos import activity
from puskesos.errors import Refused
from puskesos.paging import WORK_PAGE_SIZE
from slrt.searching import finding
from slrt.searching.question import LONGEST, Question, kept, understand

KEPT = 5
IN_SESSION = "searches"


def search(request: HttpRequest) -> HttpResponse:
    """The field alone; a question leads on to a page that the back button may visit again."""
    if request.method != "POST":
        return _search_page(request)
    typed = request.POST.get("q", "").strip()
    if not typed:
        return _search_page(request)
    try:
        question = understand(typed)
    except Refused as refusal:
        return _search_page(request, typed=typed[:LONGEST], refusal=refusal, status=422)
    return redirect("search_results", _keep(request, question))


def _search_page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "slrt/searching/search.html", {"longest": LONGEST, **context}, status=status)


def _keep(request: HttpRequest, question: Question) -> str:
    """Keep the question among the last few under a token that means nothing elsewhere."""
    token = secrets.token_urlsafe(16)
    before = list(request.session.get(IN_SESSION, {}).items())
    request.session[IN_SESSION] = dict([*before[-(KEPT - 1) :], (token, question.kept())])
    return token


def _question(request: HttpRequest, token: str) -> Question | None:
    data = request.session.get(IN_SESSION, {}).get(token)
    return kept(data) if data else None


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Pencarian ini sudah tidak disimpan. Cari lagi."))
    return redirect("search")


def search_results(request: HttpRequest, token: str) -> HttpResponse:
    """The first rows of every group; the reading is logged."""
    question = _question(request, token)
    if question is None:
        return _gone(request)
    groups = finding.groups_for(request.user, question)
    pages = [(code, group, group.page(request.user, question, size=finding.SHOWN)) for code, group in groups.items()]
    _log(request, question, sum(len(page.rows) for _code, _group, page in pages))
    found = [(code, group, page) for code, group, page in pages if page.rows]
    context = {"question": question, "token": token, "found": found, "typed": question.text}
    return _search_page(request, **context)


def search_group(request: HttpRequest, token: str, group: str) -> HttpResponse:
    """All rows of one group, page by page."""
    question = _question(request, token)
    if question is None:
        return _gone(request)
    asked = finding.groups_for(request.user, question).get(group)
    if asked is None:
        raise Http404
    page = asked.page(request.user, question, after=request.GET.get("after", ""), size=WORK_PAGE_SIZE)
    _log(request, question, len(page.rows))
    context = {"question": question, "token": token, "code": group, "group": asked, "page": page}
    return render(request, "slrt/searching/search_group.html", context)


def _log(request: HttpRequest, question: Question, hits: int) -> None:
    """Who searched by what kind of thing and how much came of it; never what was typed."""
    fields = f"pencarian {question.kind}"
    activity.record_read(target=request.user, by=request.user, fields=fields, reason=_("%s hasil") % hits)
