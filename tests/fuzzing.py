"""What schemathesis has to be told beside the OpenAPI file: parameters that exclude each other.

Its command line takes this, too: SCHEMATHESIS_HOOKS=tests.fuzzing schemathesis run openapi.yaml
--url http://127.0.0.1:8000
"""

from typing import Any

import schemathesis


@schemathesis.hook
def map_case(context: Any, case: Any) -> Any:
    """Leave out what the operation's x-mutually-exclusive says is never told together."""
    if case.meta.generation.mode.is_positive:
        for first, *others in case.operation.definition.raw.get("x-mutually-exclusive", []):
            for name in others:
                if first in case.query:
                    case.query.pop(name, None)
    return case
