"""The OpenAPI schema of figures: what only this room knows of the read API's answers."""

from typing import Any

DECIMAL = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
# Members that hold an exact decimal as text, in rows and in comparisons of rows.
DECIMALS = {
    *("value", "value_low", "value_high", "base_value"),
    *("converted_value", "converted_low", "converted_high"),
}


def mark_decimals(result: Any, generator: Any, request: Any, public: bool) -> Any:
    """The whole schema, with the pattern of exact decimals.

    A hook of the schema generator, named in settings.
    """
    for schema in result["components"]["schemas"].values():
        for name, member in schema.get("properties", {}).items():
            if name in DECIMALS and "string" in member.get("type", ()):
                member["pattern"] = DECIMAL
    return result
