"""The wording of a contract: copied from a template, filled in, and compared with it."""

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.tools import format_amount, format_date

from odoo.addons.backoffice_base.rules.amount_words import amount_in_words
from odoo.addons.backoffice_base.rules.blocker import Blocker

from ..rules import clauses as wording

MARKS = {
    wording.KEPT: Markup("%s"),
    wording.GONE: Markup('<del class="text-danger">%s</del>'),
    wording.NEW: Markup('<ins class="text-success fw-bold">%s</ins>'),
}
# currency: what it is called before an amount in capital characters, in either script
CURRENCY_NAMES = {
    "CNY": ("人民幣", "人民币"),
    "TWD": ("新臺幣", "新台币"),
    "USD": ("美金", "美元"),
    "HKD": ("港幣", "港币"),
    "EUR": ("歐元", "欧元"),
    "JPY": ("日圓", "日元"),
}
BLANKS = (
    "company",
    "customer",
    "number",
    "date",
    "valid_from",
    "valid_to",
    "amount",
    "currency",
    "deposit",
    "payment_terms",
    "delivery_terms",
    "delivery_place",
    "delivery_days",
    "packing",
    "inspection_days",
    "tolerance",
)


class SaleContractWording(models.AbstractModel):
    """Clauses copied from a template; what departs from it is shown to whoever decides.

    The wording of the template on the day it was copied is kept by the server, so that neither a later version of the
    template nor the client moves what the clauses are compared with.
    """

    _name = "sale.contract.wording"
    _description = "Wording of a Sales Contract"

    template_id = fields.Many2one(
        "sale.contract.template",
        check_company=True,
        index="btree_not_null",
        help="Its clauses are copied when the contract is saved; choosing another one replaces them.",
    )
    template_version = fields.Integer(readonly=True, copy=False)
    template_is_newer = fields.Boolean(compute="_compute_template_is_newer")
    lang = fields.Selection(
        selection="_get_languages",
        string="Language",
        compute="_compute_lang",
        store=True,
        precompute=True,
        readonly=False,
        help="Language in which the contract is written and printed.",
    )
    clause_ids = fields.One2many("sale.contract.clause", "contract_id", "Clauses", copy=True)
    clause_baseline = fields.Json(readonly=True, copy=False, groups="base.group_user")
    deviation_count = fields.Integer("Deviations", compute="_compute_deviations", store=True)
    fixed_deviation_count = fields.Integer("Fixed Clauses Changed", compute="_compute_deviations", store=True)
    deviation_html = fields.Html(
        "Deviations from the Template",
        compute="_compute_deviation_html",
        sanitize=False,
        groups="base.group_user",
    )

    @api.model
    def _get_languages(self):
        return self.env["res.lang"].get_installed()

    @api.depends("partner_id")
    def _compute_lang(self):
        installed = {code for code, _name in self._get_languages()}
        for contract in self:
            lang = contract.partner_id.lang or contract.partner_id.commercial_partner_id.lang
            contract.lang = lang if lang in installed else contract.lang or self.env.user.lang or "en_US"

    @api.depends("template_id.version", "template_version")
    def _compute_template_is_newer(self):
        for contract in self:
            contract.template_is_newer = contract.template_id.sudo().version > contract.template_version

    @api.depends("clause_ids.title", "clause_ids.body", "clause_ids.template_key", "clause_baseline")
    def _compute_deviations(self):
        for contract in self:
            found = contract._get_deviations()
            contract.deviation_count = len(found)
            contract.fixed_deviation_count = sum(deviation.fixed for deviation in found)

    @api.depends("clause_ids.title", "clause_ids.body", "clause_ids.template_key", "clause_baseline")
    def _compute_deviation_html(self):
        kinds = {
            "changed": self.env._("Changed"),
            "removed": self.env._("Removed"),
            "added": self.env._("Added"),
        }
        for contract in self:
            found = contract._get_deviations()
            contract.deviation_html = (
                Markup().join(self._show_deviation(kinds, item) for item in found) or False
            )

    def _show_deviation(self, kinds, deviation):
        colour = "danger" if deviation.fixed else "warning"
        if deviation.kind == "added":
            weight = self.env._("not in the template")
        else:
            weight = self.env._("fixed clause") if deviation.fixed else self.env._("negotiable clause")
        text = Markup().join(MARKS[mark] % piece for mark, piece in deviation.pieces)
        return Markup(
            '<div class="o_contract_deviation border-start border-3 border-%s ps-2 mb-3">'
            '<span class="badge text-bg-%s me-2">%s</span><strong>%s</strong> <span class="text-muted">%s</span>'
            '<div style="white-space: pre-wrap">%s</div></div>'
        ) % (colour, colour, kinds[deviation.kind], escape(deviation.title), weight, text)

    def _get_deviations(self):
        """Return how the clauses of the one contract depart from its template, none without template."""
        self.ensure_one()
        if not self.clause_baseline:
            return []
        template = [wording.Clause(*row) for row in self.clause_baseline]
        own = [
            wording.Clause(clause.template_key, clause.title or "", clause.body or "")
            for clause in self.clause_ids.sorted(lambda clause: (clause.sequence, clause._origin.id))
        ]
        return wording.deviations(template, own)

    # === COPYING THE TEMPLATE === #

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        for contract, vals in zip(contracts, vals_list, strict=True):
            if contract.template_id:
                contract._copy_template(keep_clauses=bool(vals.get("clause_ids")))
        return contracts

    def write(self, vals):
        result = super().write(vals)
        if "template_id" in vals:
            for contract in self.filtered(lambda contract: contract.state == "draft"):
                contract._copy_template(keep_clauses="clause_ids" in vals)
        return result

    def action_copy_template(self):
        """Replace the clauses by those of the template as it is now."""
        self.check_access("write")
        for contract in self.filtered(lambda contract: contract.state == "draft"):
            contract._copy_template()

    def _copy_template(self, keep_clauses=False):
        self.ensure_one()
        template_sudo = self.template_id.sudo().with_context(lang=self.lang)
        rows = [
            [clause.id, clause.title, clause.body, clause.is_fixed] for clause in template_sudo.clause_ids
        ]
        vals = {"clause_baseline": rows, "template_version": template_sudo.version}
        if not keep_clauses:
            self.clause_ids.unlink()
            vals["clause_ids"] = [
                fields.Command.create(
                    {
                        "sequence": position * 10,
                        "template_key": key,
                        "title": title,
                        "body": body,
                        "is_fixed": fixed,
                    }
                )
                for position, (key, title, body, fixed) in enumerate(rows, 1)
            ]
        self._write_by_flow(vals)

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"clause_baseline", "template_version"}

    # === FILLING IN THE BLANKS === #

    def _get_blank_values(self):
        """Return what the blanks of the clauses stand for, in the language of the contract; extend with ``|``."""
        self.ensure_one()
        contract = self.sudo().with_context(lang=self.lang)
        env = contract.env
        label = dict(contract._fields["delivery_method"]._description_selection(env))
        tolerances = [line.tolerance for line in contract.line_ids]
        return {
            "company": contract.company_id.name,
            "customer": contract.commercial_partner_id.name or contract.partner_id.name or "",
            "number": contract.name,
            "date": format_date(env, contract.date_signed) or "________",
            "valid_from": format_date(env, contract.valid_from),
            "valid_to": format_date(env, contract.valid_to) or "________",
            "amount": format_amount(env, contract.amount_cap or contract.amount_total, contract.currency_id),
            "currency": contract.currency_id.name,
            "deposit": format_amount(env, contract.deposit_amount, contract.currency_id),
            "payment_terms": contract.payment_term_id.name or "________",
            "delivery_terms": label.get(contract.delivery_method, ""),
            "delivery_place": contract._get_place_of_delivery() or "________",
            "delivery_days": contract.delivery_days,
            "packing": contract.packing or "________",
            "inspection_days": contract.inspection_days,
            "tolerance": f"{max(tolerances, default=0) * 100:g} %",
        }

    def _get_place_of_delivery(self):
        """Return the address on one line."""
        self.ensure_one()
        address_sudo = self.partner_shipping_id.sudo()
        address = address_sudo._display_address(without_company=True) if address_sudo else ""
        return " ".join(address.split())

    def _get_amount_in_words(self):
        """Return the total in capital characters, after the name of its currency."""
        self.ensure_one()
        traditional, simplified = CURRENCY_NAMES.get(self.currency_id.name, (self.currency_id.name,) * 2)
        name = simplified if self.lang == "zh_CN" else traditional
        return f"{name} {amount_in_words(self.amount_total, self.lang)}"

    def _get_printed_clauses(self):
        """Return ``[(number, title, body)]`` with the blanks filled in."""
        self.ensure_one()
        values = self._get_blank_values()
        return [
            (clause.number, wording.fill(clause.title, values), wording.fill(clause.body, values))
            for clause in self.clause_ids.sorted(lambda clause: (clause.sequence, clause.id))
        ]

    def _submit_blockers(self):
        blockers = super()._submit_blockers()
        for contract in self:
            texts = "\n".join(f"{clause.title}\n{clause.body}" for clause in contract.clause_ids)
            unknown = wording.unknown_blanks(texts, set(BLANKS))
            if unknown:
                reason = self.env._(
                    "The clauses have blanks nobody fills in: %(blanks)s.",
                    blanks=", ".join(f"{{{name}}}" for name in unknown),
                )
                blockers[contract.id].append(Blocker("unknown_blank", reason))
        return blockers
