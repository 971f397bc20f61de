"""Whether a tax number can be right, where python-stdnum knows its kind."""

import re

from stdnum import get_cc_module
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.jp import cn as corporate_number
from stdnum.tw import ubn

from odoo import api, models


class QualifiedInvoiceIssuer:
    """The number Japanese invoices carry: a T before the corporate number; some give the latter alone."""

    @staticmethod
    def validate(number):
        return corporate_number.validate(number.removeprefix("T"))


CHECKS = {"CN": uscc, "TW": ubn, "JP": QualifiedInvoiceIssuer}
LOOKS_LIKE = {
    "TW": re.compile(r"\d{8}$"),
    "CN": re.compile(r"[0-9A-Z]{18}$"),
    "JP": re.compile(r"T\d{13}$"),
}


class TaxNumber(models.AbstractModel):
    _name = "invoice.tax.number"
    _description = "Tax Number Check"

    @api.model
    def _normalise(self, number):
        return re.sub(r"[\s\-./]", "", number or "").upper()

    @api.model
    def _get_problem(self, number, country_code=None):
        """Return one sentence on what is wrong with ``number``, or False.

        The country of the customer decides; only where it has none, the number itself says whose it may be.
        Unknown kinds of number pass.
        """
        number = self._normalise(number)
        if not number:
            return False
        if not re.fullmatch(r"[0-9A-Z]{5,20}", number):
            return self.env._(
                "The tax number %(number)s has characters or a length no tax number has.", number=number
            )
        kind = self._get_kind(country_code or self._guess(number))
        if not kind:
            return False
        try:
            kind.validate(number)
        except StdnumError:
            return self.env._(
                "The tax number %(number)s is not valid: its length or its check digit is wrong.",
                number=number,
            )
        return False

    @api.model
    def _get_kind(self, country_code):
        """Return the module of python-stdnum for the business numbers of a country, or None."""
        if not country_code:
            return None
        return CHECKS.get(country_code) or get_cc_module(country_code.lower(), "vat")

    @api.model
    def _guess(self, number):
        return next((country for country, pattern in LOOKS_LIKE.items() if pattern.match(number)), None)
