"""What the steps share: the files, today, and the records by their names."""

import csv
import zlib
from datetime import datetime, timedelta
from pathlib import Path

from odoo import fields

MODULE = "backoffice_demo"
FILES = Path(__file__).parent.parent / "demo"
LANGUAGES = {"name": "zh_TW", "name_zh_cn": "zh_CN"}
QUIET = {
    "lang": "zh_TW",
    "tz": "Asia/Shanghai",
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_reset_password": True,
}


class Workshop:
    """The environment of the build, and what it has made so far."""

    def __init__(self, env):
        self.company = env.ref("base.main_company")
        self.env = env(su=True, context={**QUIET, "allowed_company_ids": self.company.ids})
        self.company = self.company.with_env(self.env)
        self.today = fields.Date.context_today(self.company)
        self.files = {}  # {file: rows}
        self.orders = []  # planned
        self.purchases = []  # planned
        self.sales = {}  # {key of the plan: sale order}
        self.invoices = {}  # {key of the plan: customer invoice}
        self.credit_notes = {}  # {key of the plan: credit note}

    def act_as(self, user):
        """Return the environment of a user at work: own rights, and the chatter notes what happens."""
        return self.env(user=user, su=False, context={"lang": user.lang, "tz": user.tz})

    def rows(self, file):
        """Return the rows of a file in ``demo/`` as dictionaries."""
        if file not in self.files:
            with (FILES / f"{file}.csv").open(encoding="utf-8", newline="") as stream:
                self.files[file] = list(csv.DictReader(stream))
        return [dict(row) for row in self.files[file]]

    def ref(self, name):
        """Return the record of that name: our own, or another module's when it has a dot."""
        return self.env.ref(name if "." in name else f"{MODULE}.{name}")

    def refs(self, *names):
        return [self.ref(name).id for name in names]

    def find(self, name):
        """Return the record of that name, or nothing where the cell of the file is empty."""
        return self.ref(name) if name else None

    def make(self, model, prefix, values_by_key):
        """Create one record per key and give it the external identifier ``<prefix>_<key>``."""
        records = self.env[model].create(list(values_by_key.values()))
        self.name({f"{prefix}_{key}": record for key, record in zip(values_by_key, records, strict=True)})
        return records

    def name(self, records):
        """Give records their external identifiers; nothing removes them when the add-on is updated."""
        self.env["ir.model.data"]._update_xmlids(
            [
                {"xml_id": f"{MODULE}.{name}", "record": record, "noupdate": True}
                for name, record in records.items()
            ]
        )

    def translate(self, record, row, field="name"):
        """Write the names of a row in the languages of its columns."""
        names = {language: row[column] for column, language in LANGUAGES.items() if row.get(column)}
        record.update_field_translations(field, names)

    def day(self, offset):
        """Return the day that many days from today, or nothing for an empty cell."""
        return self.today + timedelta(days=int(offset)) if offset else None

    def moment(self, day, key, first_hour=9, hours=8):
        """Return a moment of that day in Shanghai (as UTC), the same for the same key and never to come."""
        minute = zlib.crc32(key.encode()) % (hours * 60)
        moment = datetime(day.year, day.month, day.day) + timedelta(hours=first_hour - 8, minutes=minute)
        return min(moment, fields.Datetime.now()) if day == self.today else moment
