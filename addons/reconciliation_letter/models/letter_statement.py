"""餘額調節表: from our balance to theirs, item by item."""

from typing import Any, NamedTuple

from odoo import models

from ..rules.difference import LEFT_OUT, Statement, statement
from .difference_gap import LATER


class StatementOfSection(NamedTuple):
    """The reconciliation of one currency of a letter; ``rest`` is the open item of what ``items`` do not explain."""

    section: Any
    figures: Statement
    items: Any
    rest: Any
    answer: Any


class ReconciliationLetterStatement(models.AbstractModel):
    _name = "reconciliation.letter.statement"
    _description = "Reconciliation statement of a letter"

    def _get_statements(self):
        """Return one ``StatementOfSection`` per currency of the letters; empty without an answer."""
        letters_sudo = self.sudo()  # reading the letter is enough to read its reconciliation
        items = letters_sudo.difference_ids.filtered(lambda item: item.state not in LEFT_OUT)
        rests = items.filtered(lambda item: item.is_unexplained and item.state != "resolved")
        named, rests = (items - rests).grouped("section_id"), rests.grouped("section_id")
        none = self.env["reconciliation.difference"].sudo()
        result = []
        for letter in letters_sudo:
            answer = letter._get_disputed_answer()
            for balance in answer.balance_ids:
                section = balance.section_id
                found = named.get(section, none)
                figures = statement(
                    section.closing,
                    balance.theirs,
                    found.mapped("effect"),
                    balance.currency_id.decimal_places,
                )
                part = StatementOfSection(section, figures, found, rests.get(section, none), answer)
                result.append(part)
        return result

    def _cover_gaps(self):
        """Have an open item for just what the named ones leave open of each disputed letter."""
        letters_sudo = self.sudo().filtered(
            lambda letter: letter.state == "disputed"
        )  # whoever named a difference
        if not letters_sudo or self.env.context.get("gap_token") is LATER:
            return
        letters_sudo._lock()
        items_sudo = letters_sudo.env["reconciliation.difference"].with_context(gap_token=LATER)
        for part in letters_sudo._get_statements():
            items_sudo._cover_gap(part)

    def _get_disputed_answer(self):
        """Return the last answer that named a balance: the statement is about that one."""
        answers = self.answer_ids.sorted("id", reverse=True)  # one just recorded stands last
        disputed = answers.filtered(lambda answer: answer.result == "disputed")
        return (disputed or answers)[:1]

    def action_print_statement(self):
        return self.env.ref("reconciliation_letter.action_report_reconciliation_statement").report_action(
            self
        )

    def action_statement_xlsx(self):
        return self.env.ref("reconciliation_letter.action_reconciliation_statement_xlsx").report_action(self)
