"""餘額調節表 as a spreadsheet: our balance, the items, what is not explained, their balance."""

from odoo import models

from odoo.addons.backoffice_base.reports.xlsx_table import Column


class ReconciliationStatementXlsx(models.AbstractModel):
    _name = "report.reconciliation_letter.statement_xlsx"
    _description = "Reconciliation Statement (XLSX)"
    _inherit = "backoffice.xlsx.table"

    def _sheet_title(self):
        return self.env._("Reconciliation Statement")

    def _columns(self):
        labels = self.env["reconciliation.difference"].fields_get(attributes=["string"])
        return [
            Column(self.env._("Letter"), "letter", width=16),
            Column(self.env._("Partner"), "partner", width=28),
            Column(self.env._("Currency"), "currency_name", width=8),
            Column(self.env._("Item"), "item", width=28),
            Column(labels["name"]["string"], "document", width=18),
            Column(labels["our_amount"]["string"], "ours", "money", currency="currency"),
            Column(labels["their_amount"]["string"], "theirs", "money", currency="currency"),
            Column(self.env._("Amount"), "amount", "money", currency="currency"),
            Column(labels["state"]["string"], "state", width=12),
            Column(labels["user_id"]["string"], "owner", width=14),
            Column(labels["date_due"]["string"], "due", "date"),
            Column(labels["resolution"]["string"], "resolution", width=30),
        ]

    def _rows(self, records):
        for part in records._get_statements():
            yield self._row(part, self._our_balance(part.section), part.figures.ours)
            yield from (self._item_row(part, item) for item in part.items)
            if not part.figures.adds_up:
                yield self._rest_row(part)
            yield self._row(part, self.env._("Their balance"), part.figures.theirs)

    def _row(self, part, item, amount, **values):
        letter = part.section.letter_id
        return {
            "letter": letter.name,
            "partner": letter.partner_name or letter.partner_id.name,
            "currency": part.section.currency_id,
            "currency_name": part.section.currency_id.name,
            "item": item,
            "amount": amount,
            **dict.fromkeys(("document", "ours", "theirs", "state", "owner", "due", "resolution")),
            **values,
        }

    def _our_balance(self, section):
        if section._is_zero(section.deduction):
            return self.env._("Our balance")
        amount = section.letter_id._format_amount(section.deduction, section.currency_id)
        return self.env._("Our balance, after quality deductions of %(amount)s", amount=amount)

    def _rest_row(self, part):
        """What is not explained, and who clears it up by when."""
        item = part.rest.with_env(self.env).sudo()  # reading the letter was checked; in the reader's language
        values = {"owner": item.user_id.name or None, "due": item.date_due or None}
        if item:
            values |= {"state": item._get_state_label(item.state), "resolution": self._resolution(item)}
        return self._row(part, self.env._("Not explained yet"), part.figures.unexplained, **values)

    def _resolution(self, item):
        document = item.resolution_ref.display_name if item.resolution_ref else item.resolution_number
        return " ".join(filter(None, (item.resolution, document))) or None

    def _item_row(self, part, item):
        item = item.with_env(self.env).sudo()  # reading the letter was checked; in the reader's language
        reasons = dict(item._fields["reason"]._description_selection(self.env))
        return self._row(
            part,
            self.env._("Not explained") if item.is_unexplained else reasons[item.reason],
            item.effect,
            document=item.name or None,
            ours=item.our_amount,
            theirs=item.their_amount,
            state=item._get_state_label(item.state),
            owner=item.user_id.name or None,
            due=item.date_due or None,
            resolution=self._resolution(item),
        )
