"""The page on which curators make and revoke the tokens of their tools.

pages.py routes it. A token's text stands in one answer alone, which nobody keeps: it is no message,
because messages pass through cookies.
"""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from indicators.curation import roles, tokens
from indicators.curation.forms import TokenForm
from indicators.curation.workpage import user_of
from indicators.publishing.errors import ActUnusable, NotAllowed

SHOWN = 200


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """One's tokens (all of them for an administrator), and a form for another one."""
    user = user_of(request)
    revokes = request.method == "POST" and "revoke" in request.POST
    form = TokenForm(request.POST if request.method == "POST" and not revokes else None)
    text = ""
    try:
        if revokes:
            token = tokens.revoke(request.POST["revoke"], by=user)
            messages.success(request, f"Revoked: {token}. It opens nothing any more.")
            return redirect("admin:curation-tokens")
        if form.is_bound and form.is_valid():
            made = form.cleaned_data
            _, text = tokens.make(made["name"], made["days"], by=user)
            form = TokenForm()
        listed = list(tokens.shown(user)[:SHOWN])
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except ActUnusable as refused:
        messages.error(request, str(refused))
        return redirect("admin:curation-tokens")
    context = {
        **site.each_context(request), "title": "Tokens for tools", "form": form, "text": text,
        "tokens": listed, "in_use": {t.pk for t in listed if tokens.serves(t)},
        "me": roles.pseudonym(user),
    }  # fmt: skip
    return TemplateResponse(request, "indicators/curation/tokens.html", context)
