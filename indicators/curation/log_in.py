"""Who came in by name and password, and who did not: each try is a line of the security log.

Only config.admin calls it. The lines name an account by its pseudonym; what was typed is in none.
"""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from indicators.curation import roles
from indicators.curation.models import Curator
from ledger import security_log

EVENT = "log-in"


class LogIn(AdminAuthenticationForm):
    """The form of the log-in."""

    def confirm_login_allowed(self, user: Any) -> None:
        """Raises ValidationError for an account without entry to the admin."""
        try:
            super().confirm_login_allowed(user)
        except ValidationError:
            security_log.denied(EVENT, "no entry to the admin", account=_account(user))
            raise
        done(EVENT, user)

    def get_invalid_login_error(self) -> ValidationError:
        """The error for a wrong password and for a name that nobody has.

        They look the same and cost the same: a pseudonym is looked for, never made.
        """
        named = Curator.objects.filter(user__username=self.cleaned_data["username"])
        account = named.values_list("code", flat=True).first()
        security_log.denied(EVENT, "wrong name or password", account=account)
        return super().get_invalid_login_error()


def done(event: str, user: Any) -> None:
    """Write what a person did with their account; nothing if nobody is logged in."""
    if account := _account(user):
        security_log.done(event, account=account)


def _account(user: Any) -> str | None:
    return roles.pseudonym(user).code if isinstance(user, User) else None
