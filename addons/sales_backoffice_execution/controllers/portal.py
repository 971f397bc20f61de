"""The contracts of a customer on the portal: by login, or by the link of one contract."""

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request
from odoo.tools import consteq

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.sale_contract import PORTAL_STATES

LETTER = "sales_backoffice_execution.action_report_contract_status"
HISTORY = "my_contracts_history"


class ContractPortal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        # EXTENDS portal
        values = super()._prepare_home_portal_values(counters)
        if "contract_count" in counters:
            contracts = request.env["sale.contract"]
            readable = contracts.has_access("read")
            values["contract_count"] = contracts.search_count(self._contract_domain()) if readable else 0
        return values

    def _contract_domain(self):
        """Return the contracts of the visitor's own company, those of its owners left out."""
        company = request.env.user.partner_id.commercial_partner_id
        return [
            ("commercial_partner_id", "=", company.id),
            ("state", "in", PORTAL_STATES),
            ("amended_id", "=", False),
        ]

    def _contract_sortings(self):
        return {
            "date": {"label": request.env._("Signed On"), "order": "date_signed desc, id desc"},
            "name": {"label": request.env._("Contract Number"), "order": "name"},
        }

    @http.route(["/my/contracts", "/my/contracts/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_contracts(self, page=1, sortby=None, **kw):
        contracts = request.env["sale.contract"]
        if not contracts.has_access("read"):
            return request.redirect("/my")
        sortings = self._contract_sortings()
        sortby = sortby if sortby in sortings else "date"
        domain = self._contract_domain()
        pages = pager(
            url="/my/contracts",
            total=contracts.search_count(domain),
            page=page,
            step=self._items_per_page,
            url_args={"sortby": sortby},
        )
        found = contracts.search(
            domain, order=sortings[sortby]["order"], limit=self._items_per_page, offset=pages["offset"]
        )
        request.session[HISTORY] = found.ids[:100]
        contracts_sudo = found.sudo()
        values = self._prepare_portal_layout_values() | {
            "contracts": contracts_sudo,
            "figures": contracts_sudo.env["contract.execution"]._get_figures(contracts_sudo),
            "page_name": "contract",
            "pager": pages,
            "default_url": "/my/contracts",
            "searchbar_sortings": sortings,
            "sortby": sortby,
        }
        return request.render("sales_backoffice_execution.portal_my_contracts", values)

    @http.route(["/my/contracts/<int:contract_id>"], type="http", auth="public", website=True)
    def portal_contract_page(self, contract_id, access_token=None, report_type=None, download=None, **kw):
        contract_sudo = self._get_portal_contract(contract_id, access_token)
        if not contract_sudo:
            return request.redirect("/my")
        if report_type in ("pdf", "html", "text"):
            return self._show_report(contract_sudo, report_type, LETTER, download=bool(download))
        values = self._get_page_view_values(
            contract_sudo,
            access_token,
            {
                "contract": contract_sudo,
                "letter": contract_sudo._get_status_letter(),
                "page_name": "contract",
                "report_url": contract_sudo.get_portal_url(report_type="pdf", download=True),
            },
            HISTORY,
            False,
        )
        return request.render("sales_backoffice_execution.portal_contract_page", values)

    def _get_portal_contract(self, contract_id, access_token):
        """Return the contract in its own company, or nothing; a link opens no more than a login would."""
        # tokens are ASCII; comparing anything else would fail
        token = access_token if isinstance(access_token, str) and access_token.isascii() else ""
        try:
            contract_sudo = self._document_check_access("sale.contract", contract_id, access_token=token)
        except (AccessError, MissingError):
            return None
        user = request.env.user
        is_own = contract_sudo.commercial_partner_id == user.partner_id.commercial_partner_id
        has_token = bool(contract_sudo.access_token and token) and consteq(contract_sudo.access_token, token)
        if user.share and not is_own and not has_token:
            return None
        if contract_sudo.state not in PORTAL_STATES or contract_sudo.amended_id:
            return None
        return contract_sudo.with_company(contract_sudo.company_id)
