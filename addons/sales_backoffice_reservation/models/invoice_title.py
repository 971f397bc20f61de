"""發票抬頭: whom an invoice names, in versions."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

CONTENT = ("name", "vat", "address", "phone", "bank_name", "bank_account")


class InvoiceTitle(models.Model):
    """Requests copy a title; one that was used does not change any more but gets a new version."""

    _name = "invoice.title"
    _description = "Invoice Title"
    _inherit = ["mail.thread"]
    _order = "partner_id, is_default desc, id desc"
    _check_company_auto = True

    name = fields.Char("Title", required=True, tracking=True, help="The name the invoice is made out to.")
    active = fields.Boolean(default=True, tracking=True)
    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    vat = fields.Char("Tax Number", tracking=True)
    address = fields.Char(tracking=True)
    phone = fields.Char(tracking=True)
    bank_name = fields.Char("Bank", tracking=True)
    bank_account = fields.Char("Account Number", tracking=True)
    is_default = fields.Boolean("Proposed", help="Proposed for new reservations of this customer.")
    version = fields.Integer(readonly=True, copy=False, default=1)
    previous_id = fields.Many2one(
        "invoice.title", "Replaces", readonly=True, copy=False, index="btree_not_null"
    )
    is_used = fields.Boolean(
        compute="_compute_is_used", help="A request has copied it: it no longer changes."
    )

    _default_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE is_default AND active",
        "Only one title of a customer is proposed; untick the other one first.",
    )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for title in self:
            title.display_name = f"{title.name} ({title.version})" if title.version > 1 else title.name

    def _compute_is_used(self):
        used = (
            self.env["invoice.reservation"]
            .sudo()
            ._read_group([("title_id", "in", self.ids), ("title_name", "!=", False)], ["title_id"])
        )
        ids = {title.id for (title,) in used}
        for title in self:
            title.is_used = title.id in ids

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id and not self.name:
            self.update(self._prepare_from_partner(self.partner_id))

    @api.model
    def _prepare_from_partner(self, partner):
        """Return the values of a first title as the address book has them."""
        partner = partner.commercial_partner_id
        bank = partner.bank_ids[:1]
        return {
            "partner_id": partner.id,
            "name": partner.name,
            "vat": partner.vat,
            "address": " ".join(
                filter(None, (partner.state_id.name, partner.city, partner.street, partner.street2))
            ),
            "phone": partner.phone,
            "bank_name": bank.bank_id.name,
            "bank_account": bank.acc_number,
        }

    @api.constrains("vat", "partner_id")
    def _check_vat(self):
        for title in self:
            problem = self.env["invoice.tax.number"]._get_problem(
                title.vat, title.partner_id.sudo().country_id.code
            )
            if problem:
                raise ValidationError(problem)

    @api.constrains("partner_id")
    def _check_partner(self):
        for title in self.sudo():
            if title.partner_id != title.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "Titles belong to the company %(company)s, not to its contact %(contact)s.",
                        company=title.partner_id.commercial_partner_id.name,
                        contact=title.partner_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._normalised(vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        vals = self._normalised(vals)
        if {*CONTENT, "partner_id", "company_id", "version", "previous_id"} & vals.keys():
            self._check_not_used()
        return super().write(vals)

    @api.model
    def _normalised(self, vals):
        if vals.get("vat"):
            vals = {**vals, "vat": self.env["invoice.tax.number"]._normalise(vals["vat"])}
        return vals

    def _check_not_used(self):
        used = self.filtered("is_used")
        if used:
            raise UserError(
                self.env._(
                    "%(titles)s stands on requests already: make a new version instead of changing it.",
                    titles=", ".join(used.mapped("display_name")),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_used(self):
        self._check_not_used()

    def action_new_version(self):
        """Replace the title by a copy that may be changed; requests keep what they copied."""
        self.ensure_one()
        self.check_access("write")
        values = {
            "version": self.version + 1,
            "previous_id": self.id,
            "is_default": self.is_default,
            "active": True,
        }
        self.write({"active": False, "is_default": False})
        self.flush_recordset()  # before the copy is inserted: one title of a customer is proposed
        version = self.copy({**values, "name": self.name})
        self._move_drafts_to(version)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": version.id,
            "views": [(False, "form")],
        }

    def _move_drafts_to(self, version):
        """What is not requested yet will copy the new version."""
        drafts_sudo = self.env["invoice.reservation"].sudo()  # of every salesperson
        drafts_sudo.search([("title_id", "=", self.id), ("state", "=", "draft")]).title_id = version
