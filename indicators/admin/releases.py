"""The admin's pages of releases, with what was read from them, and of numerals."""

from urllib.parse import urlencode

from django.contrib import admin
from django.urls import reverse
from django.utils.safestring import SafeString

from indicators.admin.cells import figures_of, observation_links
from indicators.models import Citation, Numeral, Observation
from ledger.admin import NONE, ReadOnlyAdmin, link
from sources import admin as sources_admin
from sources.admin import DescribedAdmin, RevisionFilter, code_filter
from sources.models import Release, Source


@admin.register(Numeral)
class NumeralAdmin(ReadOnlyAdmin):
    list_display = ("key", "exact", "category", "aside", "release", "start", "observation")
    list_display_links = ("key", "exact")
    list_filter = (code_filter("release", Release, name_field="title"),)
    ordering = ("key",)
    sortable_by = ()
    fields = ("exact", "category", "aside", "release", "start", "end", "belongs_to")

    @admin.display(description="set aside")
    def aside(self, row: Numeral) -> str:
        return "by a curator" if row.set_aside else NONE

    @admin.display(description="observation")
    def belongs_to(self, row: Numeral) -> SafeString | str:
        return observation_links([row.observation])


@admin.register(Release)
class ReleaseAdmin(sources_admin.ReleaseAdmin):
    list_filter = (code_filter("source", Source, name_field="title"), RevisionFilter)
    fieldsets = (
        *sources_admin.ReleaseAdmin.fieldsets[:-1],
        ("Read from it", {"fields": ("figures", "citations", "numerals")}),
        DescribedAdmin.record,
    )

    @admin.display(description="figures")
    def figures(self, row: Release) -> SafeString:
        current = Observation.objects.filter(release=row.code, known_to__isnull=True).count()
        return link(figures_of(release=row.code), f"{current} current")

    @admin.display(description="citations")
    def citations(self, row: Release) -> SafeString:
        count = Citation.objects.filter(release=row.code).count()
        listed = reverse("admin:indicators_citation_changelist")
        return link(f"{listed}?{urlencode({'q': row.code})}", count)

    @admin.display(description="numerals")
    def numerals(self, row: Release) -> SafeString:
        count = Numeral.objects.filter(release=row.code, known_to__isnull=True).count()
        listed = reverse("admin:indicators_numeral_changelist")
        return link(f"{listed}?{urlencode({'release': row.code})}", count)
