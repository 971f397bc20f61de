"""Merge exported terms into translation files and tell what is missing. Needs polib."""

import json
import re
import sys

import polib

from . import paths

LANGUAGES = ("zh_TW", "zh_CN")
POT = paths.RUN / "i18n"
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sdfr]|%[sdf]|%\d?\.\d+f|\{(\w*)\}")


def placeholders(text):
    """
    >>> placeholders("%(name)s owes %s")
    ['%(name)s', '%s']
    """
    return sorted(match[0] for match in _PLACEHOLDER.finditer(text))


def header(language):
    values = {
        "Project-Id-Version": "Odoo 19.0",
        "Report-Msgid-Bugs-To": "",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;" if language else "",
    }
    return {key: value for key, value in values.items() if value or key == "Report-Msgid-Bugs-To"}


def problems_of(entries):
    """What is wrong with the translations of a file, term by term."""
    found = []
    for entry in entries:
        if not entry.msgstr:
            found.append(f"missing: {entry.msgid[:100]!r}")
        elif entry.fuzzy:
            found.append(f"fuzzy: {entry.msgid[:100]!r}")
        elif placeholders(entry.msgid) != placeholders(entry.msgstr) and "python-format" in str(
            entry.comment
        ):
            found.append(f"placeholders differ: {entry.msgid[:100]!r}")
    return found


def merged(terms, target, language):
    """The file with every current term, existing translations kept; and how many it had too many."""
    old = polib.pofile(str(target)) if target.exists() else polib.POFile()
    known = {entry.msgid: entry for entry in old if not entry.obsolete}
    result = polib.POFile(wrapwidth=78)
    result.metadata = header(language)
    result.header = old.header or f"{language} translation"
    for term in terms:
        before = known.pop(term.msgid, None)
        result.append(
            polib.POEntry(
                msgid=term.msgid,
                msgstr=before.msgstr if before else "",
                comment=term.comment,
                tcomment=before.tcomment if before else "",
                occurrences=term.occurrences,
                flags=[flag for flag in (before.flags if before else []) if flag == "fuzzy"],
            )
        )
    return result, len(known)


def process(addon, write):
    """One row per translation file of an add-on."""
    source, folder = POT / f"{addon}.pot", paths.ADDONS / addon / "i18n"
    if not source.stat().st_size:
        return []
    terms = polib.pofile(str(source))
    if not len(terms):
        return []
    rows = []
    if write:
        folder.mkdir(exist_ok=True)
        terms.metadata, terms.header, terms.wrapwidth = header(""), f"Terms of {addon}", 78
        terms.save(str(folder / f"{addon}.pot"), newline="\n")
    for language in LANGUAGES:
        target = folder / f"{language}.po"
        result, unused = merged(terms, target, language)
        if write:
            result.save(str(target), newline="\n")
        problems = problems_of(result)
        kinds = [problem.split(":")[0] for problem in problems]
        rows.append(
            {
                "file": str(paths.shown(target)),
                "terms": len(result),
                "missing": kinds.count("missing"),
                "fuzzy": kinds.count("fuzzy"),
                "unused": unused,
                "problems": problems,
            }
        )
    return rows


def main(arguments):
    write = "--write" in arguments
    names = [name for name in arguments if not name.startswith("--")]
    print(json.dumps([row for name in names for row in process(name, write)]))


if __name__ == "__main__":
    main(sys.argv[1:])
