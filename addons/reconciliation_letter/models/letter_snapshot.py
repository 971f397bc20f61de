"""The figures and words of a letter: taken from the books, sealed at review, checked ever after."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import float_is_zero, format_date

from odoo.addons.backoffice_base.rules.blocker import Blocker
from odoo.addons.backoffice_base.rules.fingerprint import fingerprint

from ..const import VOID
from ..rules.wording import joined
from .figures import ADDED, FIGURES
from .wording import TEXTS

HEADER = (
    "name kind partner_id partner_name lang company_id cutoff period_start issue_date reply_by demand".split()
)
SECTION = ["currency_id", *FIGURES, "opening_change", "ledger_closing", "transferred", "mark"]
LINE = "section_id sequence date due_date reference kind amount balance residual res_model res_id".split()
CHUNK = 500


class ReconciliationLetterSnapshot(models.AbstractModel):
    """The part of a letter that freezes it."""

    _name = "reconciliation.letter.snapshot"
    _description = "Frozen figures of a reconciliation letter"

    wording_id = fields.Many2one("reconciliation.wording", readonly=True, copy=False, ondelete="set null")
    wording_text = fields.Json("Wording Then", readonly=True, copy=False)
    snapshot = fields.Json(readonly=True, copy=False)
    snapshot_hash = fields.Char(
        "Fingerprint",
        readonly=True,
        copy=False,
        help="Proof of the figures and words of the letter, printed on it.",
    )
    changed_after = fields.Boolean(
        readonly=True,
        copy=False,
        index=True,
        help="Something was posted with a date up to the cut-off after the letter was reviewed.",
    )
    is_intact = fields.Boolean(
        "Untouched",
        compute="_compute_is_intact",
        search="_search_is_intact",
        help="The figures and words are still the ones that were sealed.",
    )
    ledger_gap = fields.Text(
        compute="_compute_ledger_gap", help="Where the letter differs from the general ledger now."
    )

    @api.model
    def _get_guarded_fields(self):
        own = {"wording_id", "wording_text", "snapshot", "snapshot_hash", "changed_after"}
        return super()._get_guarded_fields() | own

    # --- the seal -----------------------------------------------------------

    def _after_move(self, target):
        result = super()._after_move(target)
        if target == "reviewed":
            self._seal()
        return result

    def _seal(self):
        """Fix words and figures of letters that have just been reviewed; called once."""
        texts = self.env["reconciliation.wording"]
        for letter in self:
            today = letter.company_id._get_company_day()
            text = texts._find(letter.kind, letter.company_id, letter.lang)
            letter._write_by_flow({"issue_date": today, "issuer_id": letter.issuer_id.id or self.env.uid})
            letter._write_by_flow(
                {"wording_id": text.id, "wording_text": text._fill(letter._get_places(today))}
            )
        for letter_id, values in self._get_snapshot_values().items():
            self.browse(letter_id)._write_by_flow({"snapshot": values, "snapshot_hash": fingerprint(values)})

    def _get_snapshot_values(self):
        """Return ``{id: values}`` of what the fingerprint covers, as the tables hold it now."""
        letters_sudo = self.sudo()  # the proof covers everything, whoever asks for it
        sections = letters_sudo.section_ids.grouped("letter_id")
        lines = letters_sudo.line_ids.grouped("letter_id")
        return {
            letter.id: {
                **_plain(letter, (*HEADER, *FIGURES)),
                "wording": letter.wording_text,
                "sections": [_plain(section, SECTION) for section in sections.get(letter, ())],
                "lines": [_plain(line, LINE) for line in lines.get(letter, ())],
            }
            for letter in letters_sudo
        }

    @api.depends("snapshot_hash", "state")
    def _compute_is_intact(self):
        sealed = self.filtered("snapshot_hash")
        values = sealed._get_snapshot_values()
        for letter in self:
            letter.is_intact = letter not in sealed or letter.snapshot_hash == fingerprint(values[letter.id])

    def _search_is_intact(self, operator, value):
        if operator != "in":
            return NotImplemented
        sealed = self.search([("snapshot_hash", "!=", False)])
        broken = []
        for start in range(0, len(sealed), CHUNK):
            chunk = sealed[start : start + CHUNK]
            broken += chunk.filtered(lambda letter: not letter.is_intact).ids
            chunk.invalidate_recordset()
        found = Domain("id", "in", broken)
        return ~found if True in value else found

    # --- the words ----------------------------------------------------------

    def _get_places(self, today):
        """Return what the places of the wording become for the one letter."""
        self.ensure_one()
        company_sudo, lang = self.company_id.sudo(), self.lang or "en_US"
        sections = self.section_ids

        def listed(values):
            return joined(
                [self._format_amount(value, section.currency_id) for section, value in values], lang
            )

        def amounts(name):
            return listed([(section, section[name]) for section in sections])

        demanded = [(section, section._get_demanded()) for section in sections]

        contact = self.assistant_id or self.user_id or self.env.user
        days = {
            name: format_date(self.env, self[name] or today, lang_code=lang)
            for name in ("cutoff", "period_start")
        }
        pay_by = company_sudo.letter_pay_days and fields.Date.add(today, days=company_sudo.letter_pay_days)
        return {
            **days,
            **{name: amounts(name) for name in FIGURES},
            "overdue": listed([found for found in demanded if found[1]] or demanded),
            "no": self.name,
            "company": company_sudo.name,
            "customer": self.partner_name,
            "date": format_date(self.env, today, lang_code=lang),
            "currency": ", ".join(sections.currency_id.mapped("name")) or company_sudo.currency_id.name,
            "words": joined([section._get_words() for section in sections], lang),
            "lines": len(self.line_ids),
            "reply_by": format_date(self.env, self.reply_by or today, lang_code=lang),
            "pay_by": format_date(self.env, pay_by or self.reply_by or today, lang_code=lang),
            "address": self._get_own_address(),
            "contact": contact.sudo().name,
            "phone": company_sudo.phone or "—",
        }

    def _format_amount(self, amount, currency):
        """Return ``amount`` with the code of its currency: symbols are shared by several."""
        return f"{currency.name} {currency.round(amount) + 0.0:,.{currency.decimal_places}f}"

    def _get_own_address(self):
        partner_sudo = self.company_id.sudo().partner_id.with_context(lang=self.lang)
        lines = partner_sudo._display_address(without_company=True).splitlines()
        return " ".join(line.strip() for line in lines if line.strip()) or "—"

    def _get_printed_text(self):
        """Return the words as sealed; of a draft, as they would be."""
        self.ensure_one()
        if self.wording_text:
            return self.wording_text
        text = self.env["reconciliation.wording"]._find(self.kind, self.company_id, self.lang)
        return (
            text._fill(self._get_places(self.company_id._get_company_day()))
            if text
            else dict.fromkeys(TEXTS, "")
        )

    def _prints_demand(self):
        return self.demand and any(section._get_demanded() for section in self.section_ids)

    # --- the ledger ---------------------------------------------------------

    def _get_ledger_gaps(self):
        """Return ``{id: [sentence]}``: where letters do not add up, or differ from the general ledger now."""
        gaps = {letter.id: [] for letter in self}
        for letter, section, reason in self._find_gaps():
            code = section.currency_id.name if section else ""
            gaps[letter.id].append(f"{code} {reason}".strip())
        return gaps

    def _find_gaps(self):
        letters_sudo = self.sudo()  # only sums of the ledger are compared
        ledger = self.env["reconciliation.ledger"].sudo()
        for (kind, company, cutoff), letters in letters_sudo.grouped(
            lambda letter: (letter.kind, letter.company_id, letter.cutoff)
        ).items():
            balances = defaultdict(dict)
            found = ledger._get_balances(kind, company, cutoff, letters.partner_id.ids)
            for (partner_id, currency_id), figures in found.items():
                balances[partner_id][currency_id] = figures
            for letter in letters:
                yield from self._find_letter_gaps(letter, dict(balances[letter.partner_id.id]))

    def _find_letter_gaps(self, letter, balances):
        """Yield ``(letter, section, reason)`` for one letter; ``balances`` by currency."""
        for section in letter.section_ids:
            reason = section._get_arithmetic_gap() or section._get_ledger_gap(
                balances.pop(section.currency_id.id, (0.0, 0.0, "0"))
            )
            if reason:
                yield letter, section, reason
        for currency_id, (balance, transferred, _mark) in balances.items():
            currency = self.env["res.currency"].browse(currency_id)
            if not float_is_zero(balance + transferred, precision_rounding=currency.rounding):
                text = self.env._(
                    "%(currency)s: the ledger has %(balance)s, the letter nothing.",
                    currency=currency.name,
                    balance=letter._format_amount(balance + transferred, currency),
                )
                yield letter, None, text

    @api.depends("state")
    def _compute_ledger_gap(self):
        gaps = self.filtered(lambda letter: letter.id and letter.state not in VOID)._get_ledger_gaps()
        for letter in self:
            letter.ledger_gap = "\n".join(gaps.get(letter.id, ())) or False

    @api.model
    def _cron_watch_ledger(self, limit=500):
        """Raise 帳後變動 on letters, filed ones as well, whose books changed since; a statement per run."""
        domain = [("state", "not in", ("draft", *VOID)), ("changed_after", "=", False)]
        last_id, cron = 0, self.env["ir.cron"]
        while letters := self.search([*domain, ("id", ">", last_id)], order="id", limit=limit):
            last_id = letters[-1:].id
            letters._raise_changed_after()
            cron._commit_progress(len(letters))

    def _raise_changed_after(self):
        """Mark the letters that differ from the books, and tell who looks after them."""
        gaps = self._get_ledger_gaps()
        changed = self.filtered(lambda letter: gaps[letter.id] and not letter.changed_after)
        changed._write_by_flow({"changed_after": True})
        for letter in changed:
            letter.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=(letter.assistant_id or letter.user_id or letter.issuer_id or self.env.user).id,
                summary=self.env._("Posted after the letter: %(gaps)s", gaps=" ".join(gaps[letter.id])),
            )
        return changed

    # --- blockers -----------------------------------------------------------

    def _blockers(self, target):
        blockers = super()._blockers(target)
        if target not in ("reviewed", "sent"):
            return blockers
        for letter_id, sentences in self._get_ledger_gaps().items():
            if sentences:
                reason = self.env._("It differs from the ledger: %(gaps)s", gaps=" ".join(sentences))
                blockers[letter_id].append(Blocker("ledger_gap", reason))
        for letter in self:
            blockers[letter.id] += letter._get_seal_blockers(target)
        return blockers

    def _get_seal_blockers(self, target):
        if target == "reviewed":
            if not self.env["reconciliation.wording"]._find(self.kind, self.company_id, self.lang):
                return [Blocker("no_wording", self.env._("write its wording first."))]
            if not self.env.su and not self.env.user.has_group("reconciliation_letter.group_letter_manager"):
                return [Blocker("no_reviewer", self.env._("a supervisor or an accountant reviews it."))]
        elif not self.is_intact:
            return [Blocker("not_intact", self.env._("it was changed outside the program; supersede it."))]
        return []

    @api.ondelete(at_uninstall=False)
    def _unlink_never_sealed(self):
        if any(letter.snapshot_hash for letter in self):
            raise AccessError(self.env._("A letter that was reviewed is never deleted; cancel it."))


def _plain(record, names):
    """Return the values of one record as they are kept in the snapshot: relations by id.

    A figure that letters sealed earlier did not have is left out where it is zero: their seals still hold, and
    one that is written into their rows afterwards breaks them.
    """
    values = {}
    for name in names:
        value = record[name]
        if name in ADDED and not value:
            continue
        value = value.id if isinstance(value, models.BaseModel) else value
        values[name] = value.isoformat() if hasattr(value, "isoformat") else value
    return values
