"""The deliveries to follow, as every role may see them."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules import progress
from .delivery_tracking import PROGRESS

BOARD_STATUS = [("exception", "Exception"), *PROGRESS]
PICKING_COLUMNS = (
    "name",
    "company_id",
    "partner_id",
    "delivery_progress",
    "haulier_id",
    "carrier_name",
    "driver_name",
    "driver_phone",
    "vehicle_plate",
    "waybill",
    "planned_departure",
    "left_on",
    "eta",
    "arrived_on",
    "signed_on",
    "signed_by_name",
    "has_signed_receipt",
    "has_delivery_exception",
    "exception_reason_id",
    "exception_handler_id",
    "delay_reason_id",
)


class DeliveryBoard(models.Model):
    """One row per delivery that is followed; cancelled ones and those that came back entirely are not here.

    Salespeople may read transfers by Odoo's own rights; this model shows them those of their own customers, and
    lets the auditor look. Its buttons call those of the transfer, which check for themselves.
    """

    _name = "delivery.board"
    _description = "Delivery"
    _inherit = ["delivery.board.buttons"]
    _auto = False
    _order = "urgency, planned_departure, id"
    _depends = {
        "stock.picking": [*PICKING_COLUMNS, "sale_id", "state", "location_id"],
        "stock.move": [
            "picking_id",
            "state",
            "quantity",
            "signed_quantity",
            "rejected_quantity",
            "is_signed",
        ],
        "sale.order": ["user_id"],
        "res.partner": ["commercial_partner_id", "user_id", "delivery_assistant_id"],
        "delivery.message": ["picking_id", "state"],
        "stock.location": ["usage", "company_id"],
    }

    picking_id = fields.Many2one("stock.picking", "Transfer", readonly=True)
    name = fields.Char("Delivery", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    direction = fields.Selection([("out", "Delivery"), ("back", "Return")], readonly=True)
    transfer_state = fields.Selection(
        [("open", "Not Validated"), ("done", "Validated")],
        "Transfer Status",
        readonly=True,
    )
    partner_id = fields.Many2one("res.partner", "Delivered To", readonly=True)
    customer_id = fields.Many2one("res.partner", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    order_name = fields.Char("Order Number", readonly=True)
    salesperson_id = fields.Many2one("res.users", readonly=True)
    customer_salesperson_id = fields.Many2one("res.users", "Salesperson of the Customer", readonly=True)
    assistant_id = fields.Many2one("res.users", readonly=True)
    board_status = fields.Selection(
        BOARD_STATUS, "Status", readonly=True, group_expand=True, help="An open exception comes first."
    )
    urgency = fields.Integer(readonly=True, help="0 in trouble, 1 on the way, 2 planned, 3 signed for.")
    delivery_progress = fields.Selection(PROGRESS, "Progress", readonly=True)
    haulier_id = fields.Many2one("delivery.haulier", readonly=True)
    carrier_name = fields.Char("Carrier", readonly=True)
    driver_name = fields.Char("Driver", readonly=True)
    driver_phone = fields.Char("Driver's Phone", readonly=True)
    vehicle_plate = fields.Char("Plate", readonly=True)
    waybill = fields.Char(readonly=True)
    planned_departure = fields.Datetime(readonly=True)
    left_on = fields.Datetime(readonly=True)
    eta = fields.Datetime("ETA", readonly=True)
    arrived_on = fields.Datetime(readonly=True)
    signed_on = fields.Datetime(readonly=True)
    signed_by_name = fields.Char("Signed By", readonly=True)
    has_signed_receipt = fields.Boolean("Receipt at Hand", readonly=True)
    has_difference = fields.Boolean(
        "Signed Otherwise", readonly=True, help="The customer did not sign for all that was delivered."
    )
    has_delivery_exception = fields.Boolean("Open Exception", readonly=True)
    exception_reason_id = fields.Many2one("delivery.reason", "Exception", readonly=True)
    exception_handler_id = fields.Many2one("res.users", "Handled By", readonly=True)
    delay_reason_id = fields.Many2one("delivery.reason", readonly=True)
    has_silent_customer = fields.Boolean(
        "Customer Not Told", readonly=True, help="A text could not be sent: there is no phone number."
    )
    has_proposed_text = fields.Boolean("Text to Send", readonly=True)

    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    is_mine = fields.Boolean("My Customers", compute="_compute_is_mine", search="_search_is_mine")
    can_follow = fields.Boolean(compute="_compute_can_follow")
    phone = fields.Char(compute="_compute_contact")
    address = fields.Char(compute="_compute_contact")
    goods = fields.Char(compute="_compute_goods")
    move_ids = fields.Many2many("stock.move", string="Goods Delivered", compute="_compute_details")
    message_ids = fields.Many2many("delivery.message", string="Texts", compute="_compute_details")
    receipt_image_ids = fields.Many2many("ir.attachment", "Pictures", compute="_compute_details")
    exception_note = fields.Text("What Happened", compute="_compute_details")

    @property
    def _table_query(self):
        columns = SQL(", ").join(SQL.identifier("picking", name) for name in PICKING_COLUMNS)
        return SQL(
            """
            SELECT picking.id, picking.id AS picking_id, %(columns)s,
                   CASE WHEN source.usage = 'customer' OR (source.usage = 'transit' AND source.company_id IS NULL)
                        THEN 'back' ELSE 'out' END AS direction,
                   CASE WHEN picking.state = 'done' THEN 'done' ELSE 'open' END AS transfer_state,
                   place.commercial_partner_id AS customer_id, picking.sale_id AS order_id,
                   sale.name AS order_name,
                   COALESCE(sale.user_id, customer.user_id) AS salesperson_id,
                   customer.user_id AS customer_salesperson_id,
                   customer.delivery_assistant_id AS assistant_id,
                   CASE WHEN picking.has_delivery_exception THEN 'exception'
                        ELSE picking.delivery_progress END AS board_status,
                   CASE WHEN picking.has_delivery_exception THEN 0
                        WHEN picking.delivery_progress = 'signed' THEN 3
                        WHEN picking.delivery_progress = 'planned' THEN 2 ELSE 1 END AS urgency,
                   EXISTS (SELECT FROM delivery_message message
                            WHERE message.picking_id = picking.id AND message.state = 'no_phone')
                       AS has_silent_customer,
                   EXISTS (SELECT FROM delivery_message message
                            WHERE message.picking_id = picking.id AND message.state = 'proposed')
                       AS has_proposed_text,
                   EXISTS (SELECT FROM stock_move move
                            WHERE move.picking_id = picking.id AND move.is_signed AND move.state = 'done'
                              AND (move.signed_quantity != move.quantity OR move.rejected_quantity != 0))
                       AS has_difference
              FROM stock_picking picking
              JOIN stock_location source ON source.id = picking.location_id
              LEFT JOIN sale_order sale ON sale.id = picking.sale_id
              LEFT JOIN res_partner place ON place.id = COALESCE(picking.partner_id, sale.partner_shipping_id)
              LEFT JOIN res_partner customer ON customer.id = place.commercial_partner_id
             WHERE picking.delivery_progress IS NOT NULL
               AND (picking.delivery_progress = 'signed' OR picking.state != 'done' OR %(something_kept)s)
            """,
            columns=columns,
            something_kept=self._something_kept(),
        )

    @api.model
    def _something_kept(self):
        """Return SQL that tells whether the customer still has some of the goods of a validated delivery."""
        return SQL(
            """EXISTS (
                SELECT FROM stock_move move
                 WHERE move.picking_id = picking.id AND move.state = 'done'
                   AND move.quantity > COALESCE((
                       SELECT SUM(back.quantity) FROM stock_move back
                        WHERE back.origin_returned_move_id = move.id AND back.state = 'done'), 0))"""
        )

    # --- computes -----------------------------------------------------------

    @api.depends_context("uid")
    @api.depends("eta", "arrived_on", "delivery_progress", "planned_departure")
    def _compute_is_late(self):
        late = self.filtered_domain(self._get_late_domain())
        for delivery in self:
            delivery.is_late = delivery in late

    def _search_is_late(self, operator, value):
        return self._get_late_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_late_domain(self):
        """Return the deliveries past their ETA, and those that did not leave on their day."""
        now = fields.Datetime.now()
        on_the_way = (
            Domain("delivery_progress", "in", (progress.LEFT, progress.TRANSIT))
            & Domain("eta", "<", now)
            & Domain("arrived_on", "=", False)
        )
        waiting = Domain("delivery_progress", "=", progress.PLANNED) & Domain(
            "planned_departure", "<", "today"
        )
        return on_the_way | waiting

    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.filtered_domain(self._get_mine_domain())
        for delivery in self:
            delivery.is_mine = delivery in mine

    def _search_is_mine(self, operator, value):
        return self._get_mine_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_mine_domain(self):
        """Return the deliveries this user follows: the customers one sells to or assists.

        A clerk also follows the customers nobody assists; whoever neither sells nor assists follows all.
        """
        user = self.env.user
        assists = user.has_group("backoffice_base.group_clerk")
        if not assists and not user.has_group("backoffice_base.group_salesperson"):
            return Domain.TRUE
        mine = Domain.OR(
            Domain(name, "=", user.id)
            for name in ("salesperson_id", "customer_salesperson_id", "assistant_id")
        )
        return mine | Domain("assistant_id", "=", False) if assists else mine

    @api.depends_context("uid")
    @api.depends("salesperson_id", "customer_salesperson_id")
    def _compute_can_follow(self):
        """Whether the buttons are for this user; ``stock.picking._check_may_track`` has the last word."""
        user = self.env.user
        follows_all = user.has_groups(self.env["stock.picking"]._get_tracking_groups())
        for delivery in self:
            sellers = delivery.salesperson_id | delivery.customer_salesperson_id
            delivery.can_follow = follows_all or user in sellers

    @api.depends("partner_id")
    def _compute_contact(self):
        for delivery in self:
            # superuser: the driver's office needs the address, not the address book
            place_sudo = delivery.sudo().partner_id
            delivery.phone = place_sudo.phone or place_sudo.commercial_partner_id.phone
            parts = (place_sudo.street, place_sudo.street2, place_sudo.city, place_sudo.state_id.name)
            delivery.address = ", ".join(filter(None, parts))

    @api.depends("picking_id")
    def _compute_goods(self):
        # all names at once: one delivery after the other would read each product by itself
        self.sudo().picking_id.move_ids.product_id.mapped("display_name")
        for delivery in self:
            # superuser: the rules of this model decide who sees the row
            moves = delivery.sudo().picking_id.move_ids.filtered(lambda move: move.state != "cancel")
            delivery.goods = "; ".join(
                f"{move.product_id.display_name} {move.quantity or move.product_uom_qty:g} {move.product_uom.name}"
                for move in moves
            )

    @api.depends("picking_id")
    def _compute_details(self):
        for delivery in self:
            # superuser: the rules of this model decide who sees the row
            picking_sudo = delivery.sudo().picking_id
            delivery.move_ids = picking_sudo.move_ids.filtered(lambda move: move.state != "cancel").sudo(
                False
            )
            delivery.message_ids = picking_sudo.delivery_message_ids.sudo(False)
            delivery.receipt_image_ids = picking_sudo.receipt_image_ids.sudo(False)
            delivery.exception_note = picking_sudo.exception_note
