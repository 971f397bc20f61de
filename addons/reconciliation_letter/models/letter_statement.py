"""餘額調節表: from our balance to theirs, item by item."""

from typing import Any, NamedTuple

from odoo import models

from ..rules.difference import Statement, statement


class StatementOfSection(NamedTuple):
    """The reconciliation of one currency of a letter."""

    section: Any
    figures: Statement
    items: Any


class ReconciliationLetterStatement(models.AbstractModel):
    _name = "reconciliation.letter.statement"
    _description = "Reconciliation statement of a letter"

    def _get_statements(self):
        """Return one ``StatementOfSection`` per currency of the letters; empty without an answer."""
        letters_sudo = self.sudo()  # reading the letter is enough to read its reconciliation
        items = letters_sudo.difference_ids.filtered(lambda item: item.state != "withdrawn").grouped(
            "section_id"
        )
        none = self.env["reconciliation.difference"].sudo()
        result = []
        for letter in letters_sudo:
            balances = letter._get_disputed_answer().balance_ids
            for balance in balances:
                found = items.get(balance.section_id, none)
                figures = statement(
                    balance.section_id.closing,
                    balance.theirs,
                    found.mapped("effect"),
                    balance.currency_id.decimal_places,
                )
                result.append(StatementOfSection(balance.section_id, figures, found))
        return result

    def _get_disputed_answer(self):
        """Return the last answer that named a balance: the statement is about that one."""
        disputed = self.answer_ids.filtered(lambda answer: answer.result == "disputed")
        return (disputed or self.answer_ids)[:1]

    def action_print_statement(self):
        return self.env.ref("reconciliation_letter.action_report_reconciliation_statement").report_action(
            self
        )

    def action_statement_xlsx(self):
        return self.env.ref("reconciliation_letter.action_reconciliation_statement_xlsx").report_action(self)
