"""Where in a YAML file a field stands, so that an editor finds it."""

from typing import Any

import yaml


def line_of(text: str, where: str) -> int:
    """The line of a field such as "clause.text" or "hooks.0", counted from 1; its nearest parent's where it is missing.

    text: the file's content. Content that is no YAML gives 0.
    """
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return 0
    line = 0
    for part in where.split("."):
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == part), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) < len(node.value):
            node = node.value[int(part)]
            line = node.start_mark.line + 1
        else:
            break
    return line


def within(content: Any, location: tuple[Any, ...]) -> tuple[str, Any]:
    """A reader's location, as the path people see in the file, and the value there (None where nothing stands).

    Steps that are no key or index of the content (which kind of value was tried) are left out; the last step is
    kept where it is a key that is missing.
    """
    path: list[str] = []
    here = content
    for at, part in enumerate(location):
        if (isinstance(here, dict) and part in here) or (
            isinstance(here, list) and isinstance(part, int) and part < len(here)
        ):
            here = here[part]
        elif isinstance(here, dict) and at == len(location) - 1:
            return ".".join([*path, str(part)]), None
        else:
            continue
        path.append(str(part))
    return ".".join(path), here
