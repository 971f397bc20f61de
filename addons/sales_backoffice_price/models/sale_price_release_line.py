"""One order line and the price asked for it."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules.price_guard import is_less

# What only the server fills in, from the price in force.
MEASURED = ("list_price", "floor_price", "deviation", "price_status", "price_source")
_BY_SERVER = object()  # compared by identity: no RPC client can send it


class SalePriceReleaseLine(models.Model):
    _name = "sale.price.release.line"
    _description = "Line of a Special Price"
    _order = "release_id desc, id"

    release_id = fields.Many2one("sale.price.release", required=True, index=True, ondelete="cascade")
    order_id = fields.Many2one(related="release_id.order_id")
    company_id = fields.Many2one(related="release_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="release_id.currency_id")
    state = fields.Selection(related="release_id.state")
    order_line_id = fields.Many2one(
        "sale.order.line",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
    )
    product_id = fields.Many2one(
        "product.product", compute="_compute_from_line", store=True, ondelete="restrict"
    )
    product_uom_id = fields.Many2one(
        "uom.uom", "Unit", compute="_compute_from_line", store=True, ondelete="restrict"
    )
    tax_ids = fields.Many2many("account.tax", compute="_compute_from_line", store=True, string="Taxes")
    quantity = fields.Float(
        digits="Product Unit",
        compute="_compute_asked",
        store=True,
        readonly=False,
        precompute=True,
        help="At most so much; a line raised beyond it is held again.",
    )
    price_net = fields.Float(
        "Price Asked",
        min_display_digits="Product Price",
        compute="_compute_asked",
        store=True,
        readonly=False,
        precompute=True,
        help="Net price per unit, after every discount. A lower one is held again.",
    )
    list_price = fields.Float(readonly=True, min_display_digits="Product Price")
    floor_price = fields.Float(
        readonly=True,
        min_display_digits="Product Price",
        groups="sales_backoffice_price.group_price_floor",
    )
    deviation = fields.Float("Off the List by", readonly=True, help="Price asked against the list price.")
    price_status = fields.Selection(
        lambda self: self.env["sale.order.line"]._fields["price_status"]._description_selection(self.env),
        "Price Check",
        readonly=True,
    )
    price_source = fields.Char("Price From", readonly=True)

    _quantity_positive = models.Constraint("CHECK (quantity != 0)", "Ask for a quantity.")
    _one_per_line = models.UniqueIndex(
        "(release_id, order_line_id)", "An order line is in the request already: keep one."
    )

    # === COMPUTES === #

    @api.depends("order_line_id")
    def _compute_from_line(self):
        for line in self:
            order_line_sudo = line.order_line_id.sudo()
            line.product_id = order_line_sudo.product_id
            line.product_uom_id = order_line_sudo.product_uom_id
            line.tax_ids = order_line_sudo.tax_ids

    @api.depends("order_line_id")
    def _compute_asked(self):
        figures = self.order_line_id.sudo()._get_price_figures()
        for line in self:
            figure = figures.get(line.order_line_id.sudo())
            line.quantity = line.quantity or (figure and figure.quantity) or 0.0
            line.price_net = line.price_net or (figure and figure.net) or 0.0

    @api.depends("product_id", "release_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.release_id.name} {line.product_id.display_name or ''}".strip()

    @api.model
    def _prepare_from_figure(self, figure):
        """Return the values of a line that asks for what an order line sells at.

        The figures of the list are for the form; a creation measures them anew.
        """
        return {
            "order_line_id": figure.line.id,
            "quantity": figure.quantity,
            "price_net": figure.net,
            "list_price": figure.reference.price or 0.0,
            "deviation": figure.deviation or 0.0,
            "price_status": figure.status,
            "price_source": figure.reference.source,
        }

    # === MEASURED BY THE PRICE IN FORCE === #

    def _get_figures(self):
        """Return ``{line: LineFigure}`` of the prices asked, measured by the price in force now."""
        order_lines = self.order_line_id
        now = order_lines._get_price_figures()
        digits = self.env["decimal.precision"].precision_get("Product Price")
        figures = {}
        for line in self:
            figure = now[line.order_line_id]
            figures[line] = figure.line._measure_net(figure.reference, line.quantity, line.price_net, digits)
        return figures

    def _freeze(self):
        """Note how far the prices asked are off the list now."""
        lines_sudo = self.sudo()
        for line, figure in lines_sudo._get_figures().items():
            line.with_context(price_release_token=_BY_SERVER).write(
                {
                    "list_price": figure.reference.price or 0.0,
                    "floor_price": figure.reference.floor or 0.0,
                    "deviation": figure.deviation or 0.0,
                    "price_status": figure.status,
                    "price_source": figure.reference.source,
                }
            )

    def _fits_order_line(self):
        """Return whether the order line still sells what the request names."""
        self.ensure_one()
        line_sudo = self.sudo()
        order_line = line_sudo.order_line_id
        return (
            line_sudo.product_id == order_line.product_id
            and line_sudo.product_uom_id == order_line.product_uom_id
            and line_sudo.tax_ids == order_line.tax_ids
            and line_sudo.currency_id == order_line.order_id.currency_id
            and line_sudo.order_id == order_line.order_id
        )

    # === WHAT IT COVERS === #

    @api.model
    def _cover(self, figures, entering):
        """Return ``figures`` with the approved special price of each line that needs and has one."""
        wanting = {
            line._origin.id: line for line, item in figures.items() if item.status not in ("none", "ok")
        }
        if not any(wanting):
            return figures
        found = self.search(
            [
                ("order_line_id", "in", [line_id for line_id in wanting if line_id]),
                ("release_id.state", "in", ("approved", "used")),
            ]
        )
        for mine in found.filtered("release_id"):
            line = wanting[mine.order_line_id.id]
            if not figures[line].release and mine._covers(figures[line], entering):
                figures[line] = figures[line]._replace(release=mine)
        return figures

    def _covers(self, figure, entering):
        """Return whether it lets the order line pass: same goods, no more of them, no farther off the list."""
        self.ensure_one()
        line_sudo = figure.line.sudo()
        same = (
            self.product_id == line_sudo.product_id
            and self.product_uom_id == line_sudo.product_uom_id
            and self.currency_id == line_sudo.order_id.currency_id
            and self.tax_ids == line_sudo.tax_ids._origin
            and self.order_id == line_sudo.order_id._origin
        )
        enough = (self.quantity < 0) == (figure.quantity < 0) and (
            abs(figure.quantity) <= abs(self.quantity) + 1e-6
        )
        if not same or not enough or not self._reaches(figure):
            return False
        ratio = self.env["price.gate"]._ratio_of(line_sudo.order_id.company_id, [figure])
        return self.release_id._is_in_time(entering) and self.release_id._has_authority(ratio)

    def _reaches(self, figure):
        """Return whether the price is on the same side of the list as the one approved, and not beyond it."""
        self.ensure_one()
        digits = self.env["decimal.precision"].precision_get("Product Price")
        dearer = self.deviation > 0 or figure.quantity < 0
        if dearer:
            below = figure.deviation is not None and figure.deviation < 0 and figure.quantity >= 0
            return not below and not is_less(self.price_net, figure.net, digits)
        return (figure.deviation or 0.0) <= 0 and not is_less(figure.net, self.price_net, digits)

    # === GUARDS === #

    @api.constrains("order_line_id", "release_id")
    def _check_order(self):
        for line in self.sudo():
            if line.order_line_id.order_id != line.release_id.order_id:
                raise ValidationError(
                    self.env._("A special price is for lines of %(order)s only.", order=line.order_id.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        kept = [{name: value for name, value in vals.items() if name not in MEASURED} for vals in vals_list]
        defaults = {f"default_{name}" for name in MEASURED}
        context = {name: value for name, value in self.env.context.items() if name not in defaults}
        plain = self.with_env(self.env(context=context))
        lines = super(SalePriceReleaseLine, plain).create(kept).with_env(self.env)
        lines._check_request_is_open()
        # now, not when they are first asked for: the order may change meanwhile
        lines.flush_recordset(["product_id", "product_uom_id", "tax_ids"])
        lines._freeze()
        return lines

    def write(self, vals):
        if self.env.context.get("price_release_token") is _BY_SERVER:
            return super().write(vals)
        self.check_access("write")
        self._check_request_is_open()
        result = super().write({name: value for name, value in vals.items() if name not in MEASURED})
        self._check_request_is_open()
        self._freeze()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_while_open(self):
        self._check_request_is_open()

    def _check_request_is_open(self):
        closed = self.release_id.filtered(lambda release: release.state != release._flow_start)
        if closed:
            raise UserError(
                self.env._(
                    "%(request)s is not a draft any more: take it back, or make a new request.",
                    request=", ".join(closed.mapped("display_name")),
                )
            )
