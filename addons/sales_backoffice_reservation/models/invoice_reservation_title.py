"""Whom the invoice of a reservation names, and until when that customer takes it."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.backoffice_base.rules.blocker import Blocker

TITLE_FIELDS = ("name", "vat", "address", "phone", "bank_name", "bank_account", "version")
SNAPSHOT = tuple(f"title_{name}" for name in TITLE_FIELDS)


class InvoiceReservationTitle(models.AbstractModel):
    """The part of ``invoice.reservation`` that copies a title when the invoice is requested."""

    _name = "invoice.reservation.title"
    _description = "Title of a Reservation"

    title_id = fields.Many2one(
        "invoice.title",
        compute="_compute_title_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        domain="[('partner_id', '=', partner_id)]",
        tracking=True,
    )
    title_name = fields.Char("Title Then", readonly=True, copy=False)
    title_vat = fields.Char("Tax Number", readonly=True, copy=False)
    title_address = fields.Char("Address", readonly=True, copy=False)
    title_phone = fields.Char("Phone", readonly=True, copy=False)
    title_bank_name = fields.Char("Bank", readonly=True, copy=False)
    title_bank_account = fields.Char("Account Number", readonly=True, copy=False)
    title_version = fields.Integer("Version", readonly=True, copy=False)
    next_cutoff = fields.Date(
        "Customer's Cut-off", compute="_compute_customer_days", help="Until then the customer takes invoices."
    )
    next_reconcile = fields.Date("Customer's Reconciliation", compute="_compute_customer_days")

    @api.depends("partner_id", "company_id")
    def _compute_title_id(self):
        titles = (
            self.env["invoice.title"]
            .sudo()
            .search([("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids)])
        )
        for document in self:
            own = titles.filtered(
                lambda title, document=document: (
                    title.partner_id == document.partner_id and title.company_id == document.company_id
                )
            )
            if document.title_id not in own:
                document.title_id = own[:1]  # the proposed one comes first

    @api.depends("partner_id", "company_id")
    def _compute_customer_days(self):
        for company, documents in self.grouped("company_id").items():
            calendars = self.env["invoice.calendar"]._get_calendars(documents.partner_id, company)
            for document in documents:
                record = calendars.get(document.partner_id.commercial_partner_id.id)
                document.next_cutoff = record and record.next_cutoff
                document.next_reconcile = record and record.next_reconcile

    @api.constrains("title_id", "partner_id")
    def _check_title(self):
        for document in self:
            title = document.title_id.sudo()
            if title and title.partner_id != document.partner_id:
                raise ValidationError(self.env._("The title belongs to another customer."))

    def _get_title_blockers(self):
        """Return what the title of a request still lacks."""
        self.ensure_one()
        title_sudo = self.title_id.sudo()
        if not title_sudo:
            return [Blocker("no_title", self.env._("choose the title of the invoice."))]
        if not title_sudo.active:
            return [Blocker("old_title", self.env._("its title is archived: choose the present one."))]
        if self.invoice_kind == "special" and not title_sudo.vat:
            return [Blocker("no_vat", self.env._("a special invoice needs the tax number of the title."))]
        return []

    def _prepare_snapshot_vals(self):
        """Return the title as it is now: what the request keeps whatever happens to the title later."""
        title_sudo = self.title_id.sudo()
        return {f"title_{name}": title_sudo[name] for name in TITLE_FIELDS}
