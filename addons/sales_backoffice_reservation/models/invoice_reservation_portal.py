"""A customer asks for an invoice on the portal."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .tax_invoice_handover import INVOICE_KINDS

MOST_PER_HOUR = 10
LONGEST = 120


class InvoiceReservationPortal(models.AbstractModel):
    """The part of ``invoice.reservation`` the portal calls, as the visitor."""

    _name = "invoice.reservation.portal"
    _description = "Invoice Requests of Customers"

    @api.model
    def _get_portal_partner(self):
        user = self.env.user
        if not user._is_portal():
            raise AccessError(self.env._("Only customers ask for invoices on the portal."))
        return user.partner_id.commercial_partner_id

    @api.model
    def _get_portal_rows(self, partner):
        """Return the deliveries of ``partner`` that are neither invoiced nor reserved, as superuser."""
        return (
            self.env["invoice.register"]
            .sudo()
            .search([("partner_id", "=", partner.id), ("unreserved", ">", 0), ("source", "!=", "goods")])
        )

    @api.model
    def _get_portal_orders(self):
        if not self.env.user._is_portal():
            return self.env["sale.order"].sudo()
        return self._get_portal_rows(self._get_portal_partner()).order_id

    @api.model
    def _request_from_portal(self, form):
        """Create the reservation a visitor asks for and tell the salesperson; return it as superuser."""
        partner = self._get_portal_partner()
        self._check_portal_rate(partner)
        values = self._read_portal_form(form)
        rows = self._get_portal_rows(partner).filtered(lambda row: row.order_id.id == values["order_id"])
        if not rows:
            raise UserError(self.env._("Nothing of this order is left to be invoiced."))
        order_sudo = rows.order_id
        documents_sudo = self.sudo().with_company(order_sudo.company_id)
        title_sudo = documents_sudo._get_portal_title(partner.sudo(), order_sudo.company_id, values)
        document_sudo = documents_sudo.create(
            {
                "partner_id": partner.id,
                "company_id": order_sudo.company_id.id,
                "currency_id": order_sudo.currency_id.id,
                "user_id": order_sudo.user_id.id,
                "title_id": title_sudo.id,
                "invoice_kind": values["invoice_kind"],
                "note": values["note"],
                "line_ids": [(0, 0, self._prepare_row_source(row)[2]) for row in rows],
            }
        )
        document_sudo._write_by_flow({"from_portal": True})
        document_sudo.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=(order_sudo.user_id or self.env.ref("base.user_admin")).id,
            summary=self.env._("The customer asked for this invoice on the portal: check and request it"),
        )
        return document_sudo

    def _check_portal_rate(self, partner):
        """Count after writing the customer's row: of many requests at once all but the first wait and are counted."""
        partner.sudo().write({"invoice_asked_on": fields.Datetime.now()})
        self.env.flush_all()
        since = fields.Datetime.now() - timedelta(hours=1)
        recent = self.sudo().search_count(
            [("partner_id", "=", partner.id), ("from_portal", "=", True), ("create_date", ">=", since)]
        )
        if recent >= MOST_PER_HOUR:
            raise UserError(self.env._("Too many requests within an hour: try again later, or call us."))

    def _read_portal_form(self, form):
        """Return what may be taken from the form, or say what is wrong with it."""
        texts = {name: self._read_text(form, name) for name in ("title", "vat", "address", "note")}
        if not texts["title"]:
            raise UserError(self.env._("Enter the title the invoice is made out to."))
        kind = form.get("invoice_kind")
        if kind not in dict(INVOICE_KINDS):
            raise UserError(self.env._("Choose the kind of invoice."))
        if kind == "special" and not texts["vat"]:
            raise UserError(self.env._("A special invoice needs your tax number."))
        country = self.env.user.partner_id.commercial_partner_id.sudo().country_id.code
        problem = self.env["invoice.tax.number"]._get_problem(texts["vat"], country)
        if problem:
            raise UserError(problem)
        order = str(form.get("order_id") or "")
        return {
            **texts,
            "invoice_kind": kind,
            "order_id": int(order) if order.isdecimal() and len(order) < 10 else 0,
        }

    def _read_text(self, form, name):
        value = form.get(name)
        text = " ".join(value.split()) if isinstance(value, str) else ""
        if len(text) > LONGEST:
            raise UserError(self.env._("What you entered is longer than %s characters: shorten it.", LONGEST))
        return text

    def _get_portal_title(self, partner_sudo, company, values):
        """Return the customer's title with this name and number, a new one if there is none."""
        titles_sudo = self.env["invoice.title"]
        vat = self.env["invoice.tax.number"]._normalise(values["vat"]) or False
        domain = [
            ("partner_id", "=", partner_sudo.id),
            ("company_id", "=", company.id),
            ("name", "=", values["title"]),
            ("vat", "=", vat),
        ]
        vals = {"partner_id": partner_sudo.id, "company_id": company.id, "name": values["title"], "vat": vat}
        return titles_sudo.search(domain, limit=1) or titles_sudo.create(
            {**vals, "address": values["address"]}
        )
