"""The price of one product from a quantity on."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules.price_guard import deviation_of
from ..services.price_reader import PriceQuestion

FLOOR = "sales_backoffice_price.group_price_floor"


class SalePriceSheetLine(models.Model):
    _name = "sale.price.sheet.line"
    _description = "Line of a Price Sheet"
    _order = "sheet_id desc, sequence, id"
    _check_company_auto = True

    sheet_id = fields.Many2one(
        "sale.price.sheet", "Price Sheet", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="sheet_id.company_id", store=True, index=True)
    pricelist_id = fields.Many2one(related="sheet_id.pricelist_id", store=True, index=True)
    currency_id = fields.Many2one(related="sheet_id.currency_id")
    state = fields.Selection(related="sheet_id.state")
    timing = fields.Selection(related="sheet_id.timing", search=True)
    valid_from = fields.Date(related="sheet_id.valid_from", store=True)
    valid_to = fields.Date(related="sheet_id.valid_to", store=True)
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("sale_ok", "=", True)],
        help="The goods as they are sold: a variant has a price of its own.",
    )
    product_uom_id = fields.Many2one(
        "uom.uom",
        "Unit",
        compute="_compute_product_uom_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
        help="Unit of the price and of the quantity; orders in another unit are converted.",
    )
    min_quantity = fields.Float(
        "Quantity From",
        digits="Product Unit",
        help="The price counts from this quantity of one order line on.",
    )
    price = fields.Float("List Price", required=True, min_display_digits="Product Price")
    floor_price = fields.Float(
        min_display_digits="Product Price",
        groups=FLOOR,
        help="Under this price only the highest approver lets the product go. 0: none.",
    )
    band_down = fields.Float(
        "Allowed Below",
        digits=(6, 4),
        compute="_compute_bands",
        store=True,
        readonly=False,
        precompute=True,
    )
    band_up = fields.Float(
        "Allowed Above", digits=(6, 4), compute="_compute_bands", store=True, readonly=False, precompute=True
    )
    previous_price = fields.Float(
        "Price Before",
        compute="_compute_previous",
        min_display_digits="Product Price",
        help="List price in force before this sheet, for the same quantity.",
    )
    previous_source = fields.Char("Sheet Before", compute="_compute_previous")
    change = fields.Float(compute="_compute_previous", help="List price against the price before.")

    _price_positive = models.Constraint("CHECK (price > 0)", "A list price is more than 0.")
    _quantity_positive = models.Constraint("CHECK (min_quantity >= 0)", "A quantity cannot be negative.")
    _floor = models.Constraint(
        "CHECK (floor_price IS NULL OR (floor_price >= 0 AND floor_price <= price))",
        "A floor price is not above the list price.",
    )
    _bands = models.Constraint(
        "CHECK (band_down >= 0 AND band_down <= 1 AND band_up >= 0)",
        "Allowed deviations are percentages that are not negative.",
    )

    # === COMPUTES === #

    @api.depends("product_id")
    def _compute_product_uom_id(self):
        for line in self:
            line.product_uom_id = line.product_id.uom_id

    @api.depends("sheet_id.band_down", "sheet_id.band_up")
    def _compute_bands(self):
        for line in self:
            line.band_down, line.band_up = line.sheet_id.band_down, line.sheet_id.band_up

    @api.depends("sheet_id", "product_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.sheet_id.name} {line.product_id.display_name or ''}".strip()

    @api.depends("product_id", "product_uom_id", "min_quantity", "price", "sheet_id.pricelist_id")
    @api.depends("sheet_id.in_force_from")
    def _compute_previous(self):
        before = self._get_references()
        for line in self:
            reference = before.get(line)
            price = reference and reference.price
            line.previous_price = price or 0.0
            line.previous_source = reference and reference.source
            line.change = deviation_of(line.price, price) if price else 0.0

    def _get_references(self):
        """Return ``{line: PriceInForce}`` just before the sheet came into force, or now while it did not."""
        questions = {}
        for line in self.filtered("product_id"):
            sheet = line.sheet_id
            since = sheet.in_force_from
            questions[line] = PriceQuestion(
                (sheet.pricelist_id,) if sheet.pricelist_id else (),
                line.product_id,
                line.product_uom_id or line.product_id.uom_id,
                line.min_quantity,
                sheet.currency_id or sheet.pricelist_id.currency_id or self.env.company.currency_id,
                sheet.company_id,
                since - timedelta(seconds=1) if since else fields.Datetime.now(),
            )
        return self.env["price.reader"].sudo()._answer(questions)

    def _get_largest_change(self):
        """Return how far the lines move a list price or the lowest price allowed; a new product: 100 %."""
        references = self._get_references()
        return max((line._get_change(references[line]) for line in self), default=0.0)

    def _get_change(self, before):
        self.ensure_one()
        if not before.price:
            return 1.0
        lowest_before = max(before.price * (1 + before.band_low), 0.0)
        lowest = self.price * (1 - self.band_down)
        floors = deviation_of(self.sudo().floor_price or lowest, before.floor or lowest_before)
        return max(
            abs(deviation_of(self.price, before.price)),
            abs(deviation_of(lowest, lowest_before)),
            abs(floors),
        )

    # === CONSTRAINTS AND GUARDS === #

    @api.constrains("product_id", "product_uom_id")
    def _check_unit(self):
        for line in self:
            if not line.product_uom_id._has_common_reference(line.product_id.uom_id):
                raise ValidationError(
                    self.env._(
                        "%(product)s is not sold in %(unit)s: choose a unit that converts to %(base)s.",
                        product=line.product_id.display_name,
                        unit=line.product_uom_id.name,
                        base=line.product_id.uom_id.name,
                    )
                )

    @api.constrains("sheet_id", "product_id", "product_uom_id", "min_quantity")
    def _check_unique(self):
        for sheet in self.sheet_id:
            seen = set()
            for line in sheet.line_ids:
                key = line.product_id.id, round(line._get_base_quantity(), 6)
                if key in seen:
                    raise ValidationError(
                        self.env._(
                            "%(product)s has two prices from the same quantity on: keep one.",
                            product=line.product_id.display_name,
                        )
                    )
                seen.add(key)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_sheet_is_open()
        return lines

    def write(self, vals):
        self.check_access("write")
        self._check_sheet_is_open()
        result = super().write(vals)
        if "sheet_id" in vals:
            self._check_sheet_is_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_while_open(self):
        self._check_sheet_is_open()

    def _check_sheet_is_open(self):
        closed = self.sheet_id.filtered(lambda sheet: sheet.state != sheet._flow_start)
        if closed:
            raise UserError(
                self.env._(
                    "%(sheet)s is not a draft any more: make a new sheet to change prices.",
                    sheet=", ".join(closed.mapped("display_name")),
                )
            )

    # === RULES OF THE PRICE LIST === #

    def _get_base_quantity(self):
        """Return the quantity in the unit of the product."""
        self.ensure_one()
        return self.product_uom_id._compute_quantity(
            self.min_quantity, self.product_id.uom_id, round=False, raise_if_failure=False
        )

    def _hides(self, other):
        """Return whether this line of a sheet approved later speaks for every quantity ``other`` does."""
        mine, theirs = self.sheet_id, other.sheet_id
        later = (mine.approved_on, mine.id) > (theirs.approved_on, theirs.id)
        return later and self._get_base_quantity() <= other._get_base_quantity()

    def _prepare_item_vals(self, slot):
        """Return the rule for the time ``slot``; a rule counts to its last second, included."""
        self.ensure_one()
        product = self.product_id
        return {
            "pricelist_id": self.sheet_id.pricelist_id.id,
            "applied_on": "0_product_variant",
            "product_tmpl_id": product.product_tmpl_id.id,
            "product_id": product.id,
            "compute_price": "fixed",
            "fixed_price": self.product_uom_id._compute_price(self.price, product.uom_id),
            "min_quantity": self._get_base_quantity(),
            "date_start": slot.start,
            "date_end": slot.end and slot.end - timedelta(seconds=1),
            "price_sheet_line_id": self.id,
            "price_sheet_company_id": self.sheet_id.company_id.id,
        }
