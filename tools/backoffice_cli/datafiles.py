"""Checks of data files that need no Odoo: XML and CSV of the add-ons."""

import csv
import re
from collections import Counter
from xml.etree import ElementTree

from . import paths

_OLD_TAGS = {"tree": "list", "openerp": "odoo"}
_IGNORED = {"node_modules", "lib"}


def problems(folders=None):
    """Every problem as ``path: what``; an empty list means all is well."""
    found = []
    for addon in folders or [*paths.addon_dirs(), *paths.addon_dirs(paths.TEST_ADDONS)]:
        for path in sorted(addon.rglob("*")):
            if _IGNORED.intersection(path.relative_to(addon).parts):
                continue
            check = {".xml": _xml_problems, ".csv": _csv_problems}.get(path.suffix)
            if check:
                found += [f"{paths.shown(path)}: {problem}" for problem in check(path)]
    return found


def _xml_problems(path):
    try:
        root = ElementTree.parse(path).getroot()
    except (ElementTree.ParseError, UnicodeDecodeError) as error:
        return [f"not well-formed: {error}"]
    found = [
        f"<{tag}> is called <{new}> now"
        for tag, new in _OLD_TAGS.items()
        if root.find(f".//{tag}") is not None
    ]
    if root.tag == "odoo":
        found += _record_problems(root)
    if "static" not in path.parts and root.tag != "odoo":
        found.append(f"the root of a data file is <odoo>, not <{root.tag}>")
    return found


def _record_problems(root):
    ids = Counter(
        node.get("id")
        for tag in ("record", "template", "menuitem")
        for node in root.iter(tag)
        if node.get("id")
    )
    found = [f"id {name!r} is used {count} times" for name, count in ids.items() if count > 1]
    for record in root.iter("record"):
        names = Counter(field.get("name") for field in record.findall("field"))
        found += [
            f"record {record.get('id')!r} sets {name!r} twice" for name, count in names.items() if count > 1
        ]
    return found


def _csv_problems(path):
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.reader(handle, strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        return [f"unreadable: {error}"]
    if not rows:
        return ["empty file"]
    header, *lines = rows
    found = [f"column {name!r} appears twice" for name, count in Counter(header).items() if count > 1]
    for number, line in enumerate(lines, 2):
        if line and len(line) != len(header):
            found.append(f"line {number} has {len(line)} cells, the header {len(header)}")
    if "id" in header:
        ids = Counter(line[header.index("id")] for line in lines if len(line) == len(header))
        found += [f"id {name!r} is used {count} times" for name, count in ids.items() if count > 1 and name]
    if path.name == "ir.model.access.csv":
        found += _access_problems(header, lines)
    return found


def _access_problems(header, lines):
    wanted = [
        "id",
        "name",
        "model_id:id",
        "group_id:id",
        "perm_read",
        "perm_write",
        "perm_create",
        "perm_unlink",
    ]
    plain = [re.sub(r"/id$", ":id", name) for name in header]
    if sorted(plain) != sorted(wanted):
        return [f"unexpected columns {', '.join(header)}"]
    group = plain.index("group_id:id")
    return [
        f"line {number}: no group"
        for number, line in enumerate(lines, 2)
        if len(line) > group and not line[group]
    ]
