"""The service's model as botocore ships it, and what it says about a value. Patterns use Java's syntax and match the whole value."""
import re
import sys
import unicodedata

import botocore.loaders
from botocore.model import ServiceModel

MODEL = ServiceModel(botocore.loaders.Loader().load_service_model("cognito-idp", "service-2"), "cognito-idp")

_ranges = {}
_patterns = {}


def _ranges_of(category):
    """Every character in a Unicode category such as L, as ranges for a character class."""
    if category not in _ranges:
        text, start = [], None
        for code in range(sys.maxunicode + 2):
            inside = code <= sys.maxunicode and unicodedata.category(chr(code)).startswith(category)
            if inside and start is None:
                start = code
            elif not inside and start is not None:
                text.append(f"\\U{start:08x}-\\U{code - 1:08x}")
                start = None
        _ranges[category] = "".join(text)
    return _ranges[category]


def matches(pattern, text):
    if pattern not in _patterns:
        # Without flags \w and \s are ASCII in Java, and characters outside the BMP are one character.
        _patterns[pattern] = re.compile(re.sub(r"\\p\{(\w+)\}", lambda found: _ranges_of(found[1]), pattern), re.ASCII)
    return _patterns[pattern].fullmatch(text) is not None


def broken_constraints(shape, value):
    """The constraints of a string or a number that the value breaks, in the service's words."""
    rules = shape.metadata
    broken = []
    if shape.type_name == "string":
        if "pattern" in rules and not matches(rules["pattern"], value):
            broken.append(f"Member must satisfy regular expression pattern: {rules['pattern']}")
        if rules.get("enum") and value not in rules["enum"]:
            broken.append(f"Member must satisfy enum value set: [{', '.join(rules['enum'])}]")
        if len(value) > rules.get("max", len(value)):
            broken.append(f"Member must have length less than or equal to {rules['max']}")
        if len(value) < rules.get("min", 0):
            broken.append(f"Member must have length greater than or equal to {rules['min']}")
    elif shape.type_name in ("integer", "long"):
        if value > rules.get("max", value):
            broken.append(f"Member must have value less than or equal to {rules['max']}")
        if value < rules.get("min", value):
            broken.append(f"Member must have value greater than or equal to {rules['min']}")
    return broken


def wrong_with(value, shape, path):
    """Everything about a JSON value that the model does not allow: members, types and constraints."""
    wanted = {
        "structure": dict, "map": dict, "list": list, "string": str, "boolean": bool, "integer": int, "long": int, "timestamp": (int, float),
    }[shape.type_name]
    if not isinstance(value, wanted) or (isinstance(value, bool) and shape.type_name != "boolean"):
        return [f"{path} is {type(value).__name__}, not {shape.type_name}"]
    problems = []
    if shape.type_name == "structure":
        problems += [f"{path}.{name} is missing" for name in shape.required_members if value.get(name) is None]
        for name, member in value.items():
            if name not in shape.members:
                problems.append(f"{path}.{name} is not in the model")
            elif member is not None:
                problems += wrong_with(member, shape.members[name], f"{path}.{name}")
    elif shape.type_name == "list":
        if len(value) > shape.metadata.get("max", len(value)):
            problems.append(f"{path} has {len(value)} items")
        for number, item in enumerate(value):
            problems += wrong_with(item, shape.member, f"{path}[{number}]")
    elif shape.type_name == "map":
        for key, item in value.items():
            problems += wrong_with(key, shape.key, f"{path} key")
            problems += wrong_with(item, shape.value, f"{path}.{key}")
    else:
        problems += [f"{path}: {text}" for text in broken_constraints(shape, value)]
    return problems
