"""Whether a tax number can be right, where python-stdnum knows its kind."""

import re

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.tw import ubn

from odoo import api, models

CHECKS = {"CN": uscc, "TW": ubn}
LOOKS_LIKE = {"TW": re.compile(r"\d{8}$"), "CN": re.compile(r"[0-9A-Z]{18}$")}


class TaxNumber(models.AbstractModel):
    _name = "invoice.tax.number"
    _description = "Tax Number Check"

    @api.model
    def _normalise(self, number):
        return re.sub(r"[\s\-.]", "", number or "").upper()

    @api.model
    def _get_problem(self, number, country_code=None):
        """Return one sentence on what is wrong with ``number``, or False. Unknown kinds of number pass."""
        number = self._normalise(number)
        if not number:
            return False
        if not re.fullmatch(r"[0-9A-Z]{5,20}", number):
            return self.env._(
                "The tax number %(number)s has characters or a length no tax number has.", number=number
            )
        country = country_code if country_code in CHECKS else self._guess(number)
        if not country:
            return False
        try:
            CHECKS[country].validate(number)
        except StdnumError:
            return self.env._(
                "The tax number %(number)s is not valid: its length or its check digit is wrong.",
                number=number,
            )
        return False

    @api.model
    def _guess(self, number):
        return next((country for country, pattern in LOOKS_LIKE.items() if pattern.match(number)), None)
