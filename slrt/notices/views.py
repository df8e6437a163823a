"""Pages of notices: the list, opening one, and marking all as read."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from puskesos import notices
from puskesos.paging import WORK_PAGE_SIZE, page_after
from slrt.notices import sentences


def notice_list(request: HttpRequest) -> HttpResponse:
    """What this person was told, newest first."""
    after = request.GET.get("after", "")
    page = page_after(
        notices.of(request.user), keys=("created_at", "id"), after=after, size=WORK_PAGE_SIZE, newest_first=True
    )
    context = {"page": page, "told": sentences.tell(page.rows, request.user)}
    return render(request, "slrt/notices/notice_list.html", context)


def notice_open(request: HttpRequest, pk: str) -> HttpResponse:
    """Mark one as read and lead to what it is about."""
    notice = notices.of(request.user).filter(pk=pk).first()
    if notice is None:
        raise Http404
    notices.mark_read(notice, at=timezone.now())
    [told] = sentences.tell([notice], request.user)
    if told.url:
        return redirect(told.url)
    messages.info(request, _("Data ini tidak lagi terbuka untuk Anda."))
    return redirect("notice_list")


def notice_read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    notices.mark_all_read(request.user, at=timezone.now())
    messages.success(request, _("Semua pemberitahuan ditandai sudah dibaca."))
    return redirect("notice_list")
