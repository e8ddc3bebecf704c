"""The page on which curators make and revoke the tokens of their tools.

The text of a token is in one answer only, and nothing keeps it. It is no message of Django, because
those are stored in cookies.
"""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from indicators.curation import roles
from indicators.curation import tokens as services
from indicators.curation.forms import TokenForm
from indicators.curation.pages.base import page, user_of
from indicators.publishing.errors import ActUnusable, NotAllowed

SHOWN = 200


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """The person's tokens (everybody's for an administrator), and a form for a new one."""
    user = user_of(request)
    revokes = request.method == "POST" and "revoke" in request.POST
    form = TokenForm(request.POST if request.method == "POST" and not revokes else None)
    text = ""
    try:
        if revokes:
            token = services.revoke(request.POST["revoke"], by=user)
            messages.success(request, f"Revoked: {token}. It can't be used any more.")
            return redirect("admin:curation-tokens")
        if form.is_bound and form.is_valid():
            data = form.cleaned_data
            _, text = services.make(data["name"], data["days"], by=user)
            form = TokenForm()
        listed = list(services.shown(user)[:SHOWN])
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except ActUnusable as refused:
        messages.error(request, str(refused))
        return redirect("admin:curation-tokens")
    return page(
        request, site, "tokens", "Tokens for tools", form=form, text=text, tokens=listed,
        in_use={token.pk for token in listed if services.serves(token)}, me=roles.pseudonym(user),
    )  # fmt: skip
