"""The invoice requests of a customer on the portal."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

URL = "/my/invoice-reservations"


class InvoiceReservationPortal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        # EXTENDS portal
        values = super()._prepare_home_portal_values(counters)
        if "invoice_reservation_count" in counters:
            documents = request.env["invoice.reservation"]
            readable = documents.has_access("read")
            values["invoice_reservation_count"] = (
                documents.search_count(self._reservation_domain()) + len(self._get_open_orders())
                if readable
                else 0
            )
        return values

    def _reservation_domain(self):
        """Return the reservations of the visitor's own company."""
        company = request.env.user.partner_id.commercial_partner_id
        return [("partner_id", "=", company.id), ("kind", "=", "invoice")]

    def _get_open_orders(self):
        """Return the visitor's orders with deliveries that are neither invoiced nor reserved (superuser)."""
        return request.env["invoice.reservation"]._get_portal_orders()

    @http.route([URL, f"{URL}/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_invoice_reservations(self, page=1, error=None, **kw):
        documents = request.env["invoice.reservation"]
        if not documents.has_access("read"):
            return request.redirect("/my")
        return request.render(
            "sales_backoffice_reservation.portal_my_invoice_reservations", self._prepare_page(page)
        )

    def _prepare_page(self, page=1, error=None, form=None):
        documents, domain = request.env["invoice.reservation"], self._reservation_domain()
        pages = pager(url=URL, total=documents.search_count(domain), page=page, step=self._items_per_page)
        found = documents.search(domain, order="id desc", limit=self._items_per_page, offset=pages["offset"])
        return self._prepare_portal_layout_values() | {
            "reservations": found.sudo(),
            "orders": self._get_open_orders(),
            "page_name": "invoice_reservation",
            "pager": pages,
            "default_url": URL,
            "error": error,
            "form": form or {},
        }

    @http.route(f"{URL}/<int:reservation_id>", type="http", auth="user", website=True)
    def portal_invoice_reservation(self, reservation_id, **kw):
        domain = [*self._reservation_domain(), ("id", "=", reservation_id)]
        document = request.env["invoice.reservation"].search(domain)
        if not document:
            return request.redirect(URL)
        values = self._prepare_portal_layout_values() | {
            "reservation": document.sudo().with_company(document.company_id),
            "page_name": "invoice_reservation",
        }
        return request.render("sales_backoffice_reservation.portal_invoice_reservation", values)

    @http.route(f"{URL}/request", type="http", auth="user", methods=["POST"], website=True)
    def portal_request_invoice(self, **form):
        """Reserve what is open of an own order; quantities, prices and customer are never taken from the form."""
        try:
            with request.env.cr.savepoint():
                document_sudo = request.env["invoice.reservation"]._request_from_portal(form)
        except UserError as refusal:
            values = self._prepare_page(error=str(refusal), form=form)
            return request.render("sales_backoffice_reservation.portal_my_invoice_reservations", values)
        return request.redirect(f"{URL}/{document_sudo.id}")
