"""The OpenAPI schema: each parameter that several operations take is written once."""

import json
from collections import defaultdict
from typing import Any

from rest.schema import each_operation

Schemas = dict[str, Any]


def share_parameters(result: Schemas, generator: Any, request: Any, public: bool) -> Schemas:
    """The whole schema, with shared parameters as components.

    The last of the hooks. So the file says once what `as_of` accepts, and a change of it is one
    line of the diff. A parameter that only one operation takes stays where it is.
    """
    operations = [operation for _, _, operation in each_operation(result)]
    shared = _shared(operations)
    components: Schemas = {}
    for operation in operations:
        parameters = operation.get("parameters", [])
        for place, parameter in enumerate(parameters):
            if name := shared.get(_text(parameter)):
                components[name] = parameter
                parameters[place] = {"$ref": f"#/components/parameters/{name}"}
    result["components"]["parameters"] = dict(sorted(components.items()))
    return result


def _shared(operations: list[Schemas]) -> dict[str, str]:
    """The component's name for the text of each parameter that several operations take.

    The form of a parameter that most operations share has its plain name. Another form has the tag
    of the first operation that takes it in front, so that its name says where it belongs.
    """
    takers: dict[str, list[Schemas]] = defaultdict(list)
    forms: dict[str, dict[str, None]] = defaultdict(dict)
    for operation in operations:
        for parameter in operation.get("parameters", []):
            takers[_text(parameter)].append(operation)
            forms[parameter["name"]][_text(parameter)] = None
    names: dict[str, str] = {}
    for parameter, texts in forms.items():
        several = [text for text in texts if len(takers[text]) > 1]
        for text in sorted(several, key=lambda text: -len(takers[text])):
            plain = _component(parameter)
            tag = _component(takers[text][0]["tags"][0])
            names[text] = next(
                name
                for name in (plain, tag + plain, *(f"{tag}{plain}{n}" for n in range(2, 9)))
                if name not in names.values()
            )
    return names


def _text(parameter: Schemas) -> str:
    return json.dumps(parameter, sort_keys=True)


def _component(name: str) -> str:
    """A name as that of a component: `area__in` is AreaIn, If-Match is IfMatch."""
    words = name.replace("-", "_").replace(" ", "_").split("_")
    return "".join(word[:1].upper() + word[1:] for word in words)
