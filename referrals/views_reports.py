"""Pages of the reports: choose one, indicators, recaps, lists, SPM, and each of them as a file."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from puskesos.paging import page_after
from puskesos.roles import Role
from referrals import forms_reports as forms
from referrals import indicators, listings, recaps, report_files, reports, spm
from referrals.report_files import Table
from referrals.reports import Scope

# Rows on one page of a list, and on the page that is meant for the printer.
PRINTED = 1000


def _today() -> date:
    return timezone.localdate()


# --- choosing ---------------------------------------------------------------------------------------------------------


def report_index(request: HttpRequest) -> HttpResponse:
    """Choose period, area and report; a choice leads on to its page."""
    form = forms.ChoiceOfReportForm(request.GET, user=request.user, on=_today())
    if form.is_valid() and "report" in request.GET:
        return redirect(_address(form))
    return render(request, "referrals/report_index.html", {"form": form}, status=422 if form.errors else 200)


def _address(form: forms.ChoiceOfReportForm) -> str:
    report, _sign, what = form.cleaned_data["report"].partition("-")
    terms = {name: value for name, value in form.terms().items() if name != "report"}
    if report == "spm":
        return reverse("referrals:report_spm", query={"year": form.cleaned_data["until"].year})
    if report == "list":
        terms["kind"] = what
    if report == "recap":
        terms["by"] = what
    return reverse(f"referrals:report_{report}", query=terms)


# --- pages ------------------------------------------------------------------------------------------------------------


def report_indicators(request: HttpRequest) -> HttpResponse:
    """The numbers of a period at a glance."""
    form = forms.PeriodForm(request.GET, user=request.user, on=_today())
    return _page(request, "referrals/report_indicators.html", form, _indicator_facts, here=_("Indikator"))


def _indicator_facts(scope: Scope, form: forms.PeriodForm) -> dict[str, Any]:
    numbers = reports.figures(scope)
    return {
        "indicators": indicators.indicators(numbers, hides=scope.hides),
        "status_bars": indicators.status_bars(numbers, hides=scope.hides),
        "sector_bars": indicators.sector_bars(numbers, hides=scope.hides),
    }


def report_recap(request: HttpRequest) -> HttpResponse:
    """Counts by place, sector, channel, programme or provider."""
    form = forms.RecapForm(request.GET, user=request.user, on=_today())
    return _page(request, "referrals/report_recap.html", form, _recap_facts, here=_("Rekap"))


def _recap_facts(scope: Scope, form: forms.PeriodForm) -> dict[str, Any]:
    by = form.cleaned_data["by"]
    return {"recap": recaps.recap(scope, by=by), "here": recaps.GROUPINGS[by].title}


def report_list(request: HttpRequest) -> HttpResponse:
    """Complaints, their handling, or referrals, row by row without names."""
    return _list_page(request, request.GET, forms.TakeForm())


def _list_page(request: HttpRequest, asked: Any, take: forms.TakeForm) -> HttpResponse:
    form = forms.ListForm(asked, user=request.user, on=_today())
    more = {"here": _("Daftar"), "take": take, "may_name": request.user.role == Role.DINSOS, "printed": PRINTED}
    facts = _list_facts(asked.get("after", ""), PRINTED if asked.get("all") == "1" else None)
    return _page(request, "referrals/report_list.html", form, facts, status=422 if take.is_bound else 200, **more)


def _list_facts(after: str, size: int | None) -> Callable[[Scope, forms.PeriodForm], dict[str, Any]]:
    def facts(scope: Scope, form: forms.PeriodForm) -> dict[str, Any]:
        listing = listings.LISTINGS[form.cleaned_data["kind"]]
        sized = {"size": size} if size else {}
        page = page_after(listing.rows(scope), keys=listing.keys, after=after, newest_first=True, **sized)
        return {
            "here": listing.title,
            "listing": listing,
            "page": page,
            "records": listings.records(form.cleaned_data["kind"], page.rows, on=scope.on),
        }

    return facts


def _page(
    request: HttpRequest,
    template: str,
    form: forms.PeriodForm,
    facts: Callable[[Scope, forms.PeriodForm], dict[str, Any]],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A report with its filter; what cannot be read is said beside its field, and nothing is counted."""
    context: dict[str, Any] = {"form": form, "choices": forms.reports_for(request.user), **more}
    if not form.is_valid():
        return render(request, template, context, status=422)
    scope = form.scope()
    context |= {"scope": scope, "terms": form.terms(), **facts(scope, form)}
    return render(request, template, context, status=status)


# --- SPM --------------------------------------------------------------------------------------------------------------


SPM = gettext_lazy("SPM bidang sosial")


def report_spm(request: HttpRequest) -> HttpResponse:
    """People served beside the target of the year; Dinsos enters the target."""
    posted = request.method == "POST"
    year_form = forms.YearForm(request.POST if posted else request.GET, on=_today())
    if not year_form.is_valid():
        return render(
            request, "referrals/report_spm.html", {"here": SPM, "form": year_form, "year_form": year_form}, status=422
        )
    year = year_form.cleaned_data["year"]
    scope = Scope(request.user, request.user.region, spm.year_of(year), _today())
    lines = spm.lines(scope)
    planned = {line.category.code: line.target for line in lines}
    target = forms.TargetForm(request.POST if posted else None, initial=planned)
    if target.is_valid():
        spm.set_targets(target.cleaned_data, regency=scope.area, year=year, by=request.user, at=timezone.now())
        messages.success(request, _("Sasaran tahun %(year)s disimpan.") % {"year": year})
        return redirect(reverse("referrals:report_spm", query={"year": year}))
    context = {
        "here": SPM,
        "form": target,
        "year_form": year_form,
        "year": year,
        "scope": scope,
        "terms": {"year": year},
        "lines": lines,
        "may_plan": request.user.role == Role.DINSOS,
    }
    return render(request, "referrals/report_spm.html", context, status=422 if target.is_bound else 200)


# --- files ------------------------------------------------------------------------------------------------------------


def report_export(request: HttpRequest) -> HttpResponseBase:
    """Indicators, a recap or the SPM as a file; counts only."""
    what = forms.FormatForm(request.POST)
    if not what.is_valid():
        raise BadRequest("no such format")
    table, scope, name = _counted(request)
    return _file(table, scope, name, what.cleaned_data["format"])


def _counted(request: HttpRequest) -> tuple[Table, Scope, str]:
    """The table that was asked for, its scope, and its part of the file's name."""
    report = request.POST.get("report", "")
    if report == "spm":
        return _counted_spm(request)
    form = (forms.RecapForm if report == "recap" else forms.PeriodForm)(request.POST, user=request.user, on=_today())
    if report not in ("recap", "indicators") or not form.is_valid():
        raise BadRequest("no such report")
    scope = form.scope()
    if report == "indicators":
        return indicators.table(reports.figures(scope), hides=scope.hides), scope, _("indikator")
    by = form.cleaned_data["by"]
    title = str(recaps.GROUPINGS[by].title)
    return recaps.table(recaps.recap(scope, by=by), title), scope, slugify(title)


def _counted_spm(request: HttpRequest) -> tuple[Table, Scope, str]:
    form = forms.YearForm(request.POST, on=_today())
    if request.user.role not in forms.SPM_FOR:
        raise PermissionDenied(_("Halaman ini bukan untuk peran Anda."))
    if not form.is_valid():
        raise BadRequest("no such year")
    year = form.cleaned_data["year"]
    scope = Scope(request.user, request.user.region, spm.year_of(year), _today())
    return spm.table(spm.lines(scope), year=year), scope, "spm"


def report_list_export(request: HttpRequest) -> HttpResponseBase:
    """A list as a file; with names only for Dinsos, and with a reason that is kept."""
    form = forms.ListForm(request.POST, user=request.user, on=_today())
    take = forms.TakeForm(request.POST)
    if not form.is_valid() or take.has_error("format"):
        raise BadRequest("no such list")
    if not take.is_valid():
        return _list_page(request, request.POST, take)
    kind, named, scope = form.cleaned_data["kind"], take.cleaned_data["named"], form.scope()
    listings.take(kind, scope, named=named, reason=take.cleaned_data["reason"], by=request.user, at=timezone.now())
    table = listings.table(kind, scope, named=named)
    return _file(table, scope, slugify(table.title), take.cleaned_data["format"])


def _file(table: Table, scope: Scope, name: str, kind: str) -> HttpResponseBase:
    file_name = report_files.file_name(name, scope, kind)
    if kind == "xlsx":
        return FileResponse(report_files.workbook(table, dated=scope.on), as_attachment=True, filename=file_name)
    response = StreamingHttpResponse(report_files.csv_lines(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
