"""Deliveries on their way and signed for, and the daily sheets of two weeks."""

import io
from datetime import timedelta

from PIL import Image, ImageDraw

from odoo import fields

from . import stock

SINCE = 14  # days
ADJUSTED = "chengyi_3"  # dated a day too early when its sheet was signed


def announce(workshop):
    """Enter the hauliers, and leave the months before this fortnight alone: nobody followed their deliveries."""
    workshop.company.delivery_left_on_validation = False
    workshop.company.write(
        {
            "delivery_tz": "Asia/Shanghai",
            "delivery_sheet_since": workshop.day(-SINCE),
            "delivery_text_auto": False,
        }
    )
    hauliers = {row.pop("key"): row for row in workshop.rows("hauliers")}
    workshop.make("delivery.haulier", "haulier", hauliers)


def follow(workshop):
    """Say of the deliveries of this fortnight where they are; earlier ones drop out."""
    done = workshop.env["stock.picking"].search([("state", "=", "done")])
    done._write_tracking({"delivery_progress": False})
    for row in workshop.rows("deliveries"):
        picking = _transfer(workshop, row["order"])
        if picking:
            _tell(workshop, picking, row)
    _load_today(workshop)
    workshop.company.delivery_left_on_validation = True


def _transfer(workshop, order):
    order = workshop.env.ref(f"backoffice_demo.order_{order}", raise_if_not_found=False)
    pickings = order.picking_ids if order else workshop.env["stock.picking"]
    return pickings.filtered(lambda picking: picking.state == "done" and not picking.is_customer_return)[:1]


def _tell(workshop, picking, row):
    """Lead one delivery to where the row says it is, each step by somebody of the office."""
    if row["no_phone"]:
        (picking.partner_id | picking.partner_id.commercial_partner_id).phone = False
    haulier = workshop.ref(f"haulier_{row['haulier']}")
    picking._write_tracking(
        {
            "delivery_progress": "planned",
            "planned_departure": picking.date_done,
            "haulier_id": haulier.id,
            "carrier_name": haulier.name,
            "vehicle_plate": row["plate"],
            "waybill": row["waybill"] or False,
            "driver_name": row["driver"],
            "driver_phone": row["driver_phone"],
            "eta": _eta(row),
        }
    )
    clerk, warehouse = (workshop.act_as(workshop.ref(f"user_{name}")) for name in ("clerk", "warehouse"))
    picking.with_env(warehouse)._do_leave(picking.date_done)
    if row["progress"] in ("transit", "exception"):
        picking.with_env(clerk).action_delivery_transit()
    if row["progress"] == "exception":
        reason = workshop.ref(f"sales_backoffice_delivery.reason_{row['reason']}")
        seller = picking.sale_id.user_id
        picking.with_env(clerk)._do_report_exception(reason, row["note"], seller)
    elif row["progress"] == "signed":
        _sign(workshop, picking.with_env(warehouse), row)
    elif row["reason"]:
        picking._write_tracking(
            {"delay_reason_id": workshop.ref(f"sales_backoffice_delivery.reason_{row['reason']}").id}
        )


def _eta(row):
    hours = row["eta_hours"]
    return fields.Datetime.now() + timedelta(hours=int(hours)) if hours else False


def _sign(workshop, picking, row):
    quantities = {}
    if row["rejected"]:
        move, rejected = picking.move_ids[:1], float(row["rejected"])
        reason = workshop.ref(f"sales_backoffice_delivery.reason_{row['reason']}")
        quantities[move] = (move.quantity - rejected, rejected, reason)
    moment = max(
        picking.date_done + timedelta(hours=4),
        fields.Datetime.now() - timedelta(days=int(row["signed_days"]), hours=1),
    )
    moment = min(moment, fields.Datetime.now())
    images = [_photograph(picking.name, row["signed_by"])] if row["picture"] else []
    picking._do_sign(row["signed_by"], quantities, moment, images)
    picking.sudo().delivery_message_ids.action_copied()


def _load_today(workshop):
    """Load one delivery this morning and plan the next ones for today."""
    waiting = workshop.env["stock.picking"].search(
        [("state", "=", "assigned"), ("picking_type_code", "=", "outgoing")], order="id"
    )
    haulier = workshop.ref("haulier_own")
    for number, picking in enumerate(waiting):
        picking.write({"haulier_id": haulier.id, "carrier_name": haulier.name, "vehicle_plate": "滬A·6K209"})
        picking.planned_departure = fields.Datetime.now() + timedelta(hours=number)
    loaded = waiting.filtered(lambda picking: not picking.sale_id.credit_release_ids)[:1]
    if loaded:
        stock.validate({loaded: fields.Datetime.now()})
        loaded.with_env(workshop.act_as(workshop.ref("user_warehouse"))).action_delivery_left()


def close_days(workshop):
    """Sign the sheets of the fortnight; one delivery is dated right only after its sheet was signed."""
    picking = _transfer(workshop, ADJUSTED)
    right_day = picking.date_done
    if picking:
        picking.date_done = right_day - timedelta(days=1)
        workshop.env.flush_all()
    clerk = workshop.act_as(workshop.ref("user_clerk"))
    drafts = workshop.env["delivery.day.sheet"]._prepare(workshop.company)
    for sheet in drafts.sorted("date").filtered(lambda sheet: sheet.date < workshop.today):
        if picking and sheet.date == workshop.company._get_delivery_day(right_day):
            picking.date_done = right_day
            workshop.env.flush_all()
        _sign_sheet(sheet.with_env(clerk))
    workshop.env["delivery.day.sheet"]._rebuild(workshop.company)


def _sign_sheet(sheet):
    """Sign at a quarter past five of its day; the sheet of a Thursday came a little late."""
    sheet.action_sign()
    late = sheet.date.weekday() == 3
    moment = sheet.deadline + timedelta(minutes=40 if late else -15)
    sheet._write_by_flow({"signed_on": min(moment, fields.Datetime.now()), "is_late": late})


def report(workshop):
    """Write the evening report of yesterday."""
    yesterday = workshop.day(-1)
    written = workshop.env["delivery.evening.report"]._do_report(workshop.company, yesterday)
    written.sent_on = workshop.moment(yesterday, "evening", 17, 1)
    written.mail_ids.state = "sent"


def _photograph(number, signer):
    """Return the picture of a signed paper as a phone takes it: a form, a signature, a seal."""
    paper = Image.new("RGB", (720, 960), (201, 196, 186))
    pen = ImageDraw.Draw(paper)
    pen.polygon([(46, 60), (680, 38), (694, 910), (30, 928)], fill=(250, 249, 244))
    pen.text((220, 96), "DELIVERY NOTE", fill=(40, 40, 40), font_size=30)
    pen.text((250, 140), number, fill=(60, 60, 60), font_size=22)
    for row in range(9):
        height = 210 + row * 52
        pen.line([(84, height), (640, height - 8)], fill=(150, 150, 150), width=2)
    for column in (84, 300, 420, 530, 640):
        pen.line([(column, 206), (column, 622)], fill=(150, 150, 150), width=2)
    points = [(330 + step * 14, 760 + (step * 37 + len(signer) * 11) % 46 - step) for step in range(18)]
    pen.line(points, fill=(28, 44, 120), width=5, joint="curve")
    pen.ellipse([(470, 690), (640, 860)], outline=(196, 40, 40), width=6)
    pen.ellipse([(548, 768), (562, 782)], fill=(196, 40, 40))
    stream = io.BytesIO()
    paper.save(stream, "JPEG", quality=82)
    return stream.getvalue()
