"""What the manifests of our add-ons say."""

import ast

from . import paths


def read(addon):
    return ast.literal_eval((addon / "__manifest__.py").read_text(encoding="utf-8"))


def all_manifests():
    """``{name: manifest}`` of our add-ons, helpers of the tests included."""
    folders = [*paths.addon_dirs(), *paths.addon_dirs(paths.TEST_ADDONS)]
    return {addon.name: read(addon) for addon in folders}


def closure(name, manifests):
    """``(ours, foreign)``: every add-on ``name`` needs, itself included; foreign ones are not in here."""
    ours, foreign, waiting = set(), set(), [name]
    while waiting:
        current = waiting.pop()
        if current not in manifests:
            foreign.add(current)
        elif current not in ours:
            ours.add(current)
            waiting += manifests[current].get("depends", [])
    return ours, foreign
