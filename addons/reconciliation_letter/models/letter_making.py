"""How a letter comes to be, is taken back, and is followed by another one."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.backoffice_base.rules.blocker import Blocker

from ..const import VOID
from ..rules.numbering import letter_number, serial_of
from ..rules.rhythm import letter_language, next_reply_day

MAKER = "reconciliation_letter.group_letter_user"
REVIEWER = "reconciliation_letter.group_letter_manager"
QUIET = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}

#: What a letter takes over from its partner.
OF_PARTNER = ("name", "lang", "user_id", "letter_assistant_id")
#: Fixed when the letter is made.
MADE_WITH = {
    *(
        "name",
        "kind",
        "batch_id",
        "company_id",
        "currency_id",
        "partner_id",
        "partner_name",
        "lang",
        "cutoff",
    ),
    *("period_start", "revision", "supersedes_id", "section_ids", "line_ids", "dispatch_ids"),
}


class ReconciliationLetterMaking(models.AbstractModel):
    """The part of a letter that makes it: by a run, or in place of an issued one."""

    _name = "reconciliation.letter.making"
    _description = "Making of reconciliation letters"

    revision = fields.Integer(
        readonly=True, default=1, copy=False, help="Counts the letters to one partner for one cut-off."
    )
    supersedes_id = fields.Many2one(
        "reconciliation.letter", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    superseded_by_id = fields.Many2one(
        "reconciliation.letter", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.flush_model(["state"])  # what was cancelled or superseded just now makes room for these
        return super().create(vals_list)

    def _check_guarded_write(self, vals):
        # EXTENDS backoffice_base: what a letter is about is decided when it is made
        if MADE_WITH & vals.keys():
            raise AccessError(
                self.env._("Whom a letter is for, and what it covers, is fixed when it is made.")
            )
        return super()._check_guarded_write(vals)

    def _blockers(self, target):
        blockers = super()._blockers(target)
        if target == "superseded":
            self._add_filed_blockers(blockers)
        return blockers

    def _add_filed_blockers(self, blockers):
        """What was filed is replaced only for a reason the books or the seal give."""
        filed = self.filtered(lambda letter: letter.state == "filed")
        for letter_id, sentences in filed._get_ledger_gaps().items():
            if not sentences and self.browse(letter_id).is_intact:
                reason = self.env._("It is filed, and the books are still as in it.")
                blockers[letter_id].append(Blocker("filed", reason))

    # --- buttons ------------------------------------------------------------

    def action_review(self):
        """Seal the drafts; nothing in them changes any more."""
        self._move_to("reviewed")

    def action_refresh(self):
        """Take the figures of drafts anew."""
        self._check_may(MAKER)
        if any(letter.state != "draft" for letter in self):
            raise UserError(self.env._("Only a draft takes new figures; a reviewed letter is superseded."))
        self.env["reconciliation.snapshot"]._take(self)

    def action_supersede(self):
        """Replace issued letters by drafts with the figures of the books as they are now."""
        self._check_may(REVIEWER)
        drafts = self._supersede()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "reconciliation_letter.reconciliation_letter_action"
        )
        if len(drafts) == 1:
            return action | {"res_id": drafts.id, "view_mode": "form", "views": [(False, "form")]}
        return action | {"domain": [("id", "in", drafts.ids)], "context": {}}

    def action_cancel(self):
        """Take letters back; the partner may get another one for the same cut-off."""
        self._check_may(REVIEWER)
        self._move_to("cancelled")

    def _check_may(self, group):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(self.env._("A supervisor or an accountant does this."))

    # --- the work -----------------------------------------------------------

    @api.model
    def _make(self, batch, partners):
        """Create the drafts of a run for ``partners``, figures included; a constant number of statements."""
        serial = self._get_last_serial(batch)
        partners.sudo().fetch(OF_PARTNER)  # of thousands only what is asked for, and at once
        vals_list = [
            self._prepare_letter_vals(
                partner, batch, letter_number(batch.kind, batch.cutoff, serial + position)
            )
            for position, partner in enumerate(partners, 1)
        ]
        letters_sudo = self.sudo().with_context(**QUIET).create(vals_list)  # the run was checked
        self.env["reconciliation.snapshot"]._take(letters_sudo)
        return self.browse(letters_sudo.ids)

    @api.model
    def _get_last_serial(self, batch):
        """Return the last serial used for the cut-off, cancelled letters included."""
        domain = [
            ("company_id", "=", batch.company_id.id),
            ("kind", "=", batch.kind),
            ("cutoff", "=", batch.cutoff),
        ]
        names = (
            self.sudo().search_fetch(domain, ["name"]).mapped("name")
        )  # numbers of all, whoever looks after them
        return max(map(serial_of, names), default=0)

    @api.model
    def _prepare_letter_vals(self, partner, batch, name):
        partner_sudo = partner.sudo()  # the address of the letter, readable or not to who runs it
        installed = dict(self.env["res.lang"].get_installed())
        return {
            "name": name,
            "batch_id": batch.id,
            "kind": batch.kind,
            "company_id": batch.company_id.id,
            "partner_id": partner.id,
            "partner_name": partner_sudo.name,
            "lang": letter_language(partner_sudo.lang or self.env.lang or "en_US", installed),
            "cutoff": batch.cutoff,
            "period_start": batch.period_start,
            "reply_by": batch.reply_by,
            "demand": batch.demand and batch.kind == "receivable",
            "user_id": partner_sudo.user_id.id,
            "assistant_id": partner_sudo.letter_assistant_id.id or batch.assistant_id.id,
        }

    def _supersede(self):
        """Return the drafts that take the place of the letters."""
        self._move_to("superseded")
        drafts_sudo = self.browse()
        for letter in self:
            vals = letter._prepare_next_vals()
            draft_sudo = self.sudo().with_context(**QUIET).create(vals)  # who may supersede was checked
            letter.sudo()._write_by_flow({"superseded_by_id": draft_sudo.id})
            drafts_sudo |= draft_sudo
        self.env["reconciliation.snapshot"]._take(drafts_sudo)
        for letter in self:
            letter.message_post(
                body=self.env._("Superseded by %(letter)s.", letter=letter.superseded_by_id.name)
            )
        return self.browse(drafts_sudo.ids)

    def _prepare_next_vals(self):
        self.ensure_one()
        names = (
            "batch_id kind company_id partner_id partner_name lang cutoff period_start reply_by demand user_id"
            " assistant_id"
        ).split()
        revision = self.revision + 1
        base = self.name.rpartition("/")[0] if self.revision > 1 else self.name
        values = {name: self._fields[name].convert_to_write(self[name], self) for name in names}
        values["reply_by"] = self._propose_reply_by()
        return values | {"revision": revision, "name": f"{base}/{revision}", "supersedes_id": self.id}

    def _propose_reply_by(self):
        """Return the day of the letter before while it is still to come, else the next such day of the company."""
        company_sudo = self.company_id.sudo()  # how the company works, whoever supersedes
        today = company_sudo._get_company_day()
        if self.reply_by and self.reply_by > today:
            return self.reply_by
        return next_reply_day(today, company_sudo[f"letter_{self.kind}_day"])

    @api.ondelete(at_uninstall=False)
    def _unlink_never_of_a_run(self):
        if any(letter.batch_id for letter in self):
            raise UserError(
                self.env._(
                    "A letter of a run counts in its rate and is not deleted; a supervisor or an accountant cancels it."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never_a_successor(self):
        if any(letter.supersedes_id for letter in self):
            raise UserError(self.env._("It takes the place of another letter; cancel it instead."))

    def _get_period_label(self):
        self.ensure_one()
        lang = self.lang or self.env.lang
        days = [format_date(self.env, day, lang_code=lang) for day in (self.period_start, self.cutoff)]
        return " – ".join(days)

    @api.model
    def _get_letter_domain(self, kind, company, cutoff):
        """Return the letters that count for one run."""
        return [
            ("kind", "=", kind),
            ("company_id", "=", company.id),
            ("cutoff", "=", cutoff),
            ("state", "not in", VOID),
        ]
