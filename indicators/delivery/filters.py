"""The parameters of annotations and of references to an observation."""

from indicators.delivery.citation_styles import STYLES
from indicators.figures.choices import Role
from indicators.models import Citation, Observation
from indicators.reading.filters import SnapshotFilter
from rest.filters import ChoiceField, code_filters, filterset

AnnotationFilter = filterset(
    "AnnotationFilter", Citation, **code_filters("role", choices=Role.values)
)
ReferenceFilter = filterset(
    "ReferenceFilter",
    Observation,
    style=SnapshotFilter(
        lambda **kwargs: ChoiceField(choices=STYLES, **kwargs),
        help_text="Form of the reference: text (the default), apa (APA, 7th edition, as a data "
        "set), bibtex, csl (CSL-JSON) or ris.",
    ),
)
