"""The steps of a delivery: checked, logged, and told to whoever must know."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from odoo.addons.backoffice_base.rules.blocker import Blocker

from ..rules import progress


class DeliverySteps(models.AbstractModel):
    """Left, in transit, arrived, one step back. ``delivery.receipt`` adds the signature."""

    _name = "delivery.steps"
    _description = "Steps of a Delivery"

    # --- buttons ------------------------------------------------------------

    def action_delivery_left(self):
        """The goods are on their way."""
        self._check_may_track()
        self._do_leave()

    def action_delivery_transit(self):
        """The carrier has the goods on the road."""
        self._check_may_track()
        self._move_progress(progress.TRANSIT)

    def action_delivery_arrived(self):
        """The goods reached the customer and are being unloaded."""
        self._check_may_track()
        self._do_arrive()

    def action_delivery_sign(self):
        """Ask who signed for how much, and for the picture of the paper."""
        self.ensure_one()
        self._check_may_track()
        self._check_progress(progress.SIGNED)
        return self.env["delivery.receipt.entry"]._open_for(self)

    def action_delivery_correct(self):
        """Let a supervisor correct what was signed for."""
        self.ensure_one()
        self._check_may_correct()
        return self.env["delivery.receipt.entry"]._open_for(self, correction=True)

    def action_delivery_add_picture(self):
        """Add the picture that was missing when the delivery was signed for."""
        self.ensure_one()
        self._check_may_track()
        return self.env["delivery.receipt.entry"]._open_for(self, picture_only=True)

    def action_delivery_exception(self):
        """Report trouble on the way."""
        self.ensure_one()
        self._check_may_track()
        return self.env["delivery.exception.report"]._open_for(self)

    def action_delivery_resolve(self):
        """The trouble is over."""
        self._check_may_track()
        self._do_resolve_exception()

    def action_delivery_eta(self):
        """Say when the goods will arrive, and why later than planned."""
        self.ensure_one()
        self._check_may_track()
        return self.env["delivery.eta.change"]._open_for(self)

    def action_delivery_set_back(self):
        """Let a supervisor take back a step taken by mistake."""
        self.ensure_one()
        self._check_may_correct()
        return self.env["delivery.step.back"]._open_for(self)

    # --- checks -------------------------------------------------------------

    def _check_may_correct(self):
        """Raise unless the user may correct what is on record."""
        self._check_may_track()
        if not self.env.su and not self.env.user.has_group("backoffice_base.group_supervisor"):
            raise UserError(
                self.env._("Only a supervisor corrects what is on record; ask one, with the reason.")
            )

    def _get_progress_blockers(self, target):
        """Return ``{id: [Blocker]}``: why each delivery may not become ``target``; bridges append."""
        blockers = {picking.id: [] for picking in self}
        labels = dict(self._fields["delivery_progress"]._description_selection(self.env))
        for picking in self:
            present = picking.delivery_progress
            if not present:
                reason = self.env._("it is not a delivery that is followed.")
                blockers[picking.id].append(Blocker("not_followed", reason))
            elif not progress.may_follow(target, present):
                reason = self.env._("it is “%(progress)s”.", progress=labels[present])
                blockers[picking.id].append(Blocker("wrong_step", reason))
            elif picking._must_be_validated(target) and picking.state != "done":
                reason = self.env._("the transfer is not validated; goods leave when it is.")
                blockers[picking.id].append(Blocker("not_validated", reason))
        return blockers

    def _must_be_validated(self, target):
        """Tell whether the transfer must be done for this step: a return travels before it is received."""
        self.ensure_one()
        return not self.is_customer_return or target == progress.SIGNED

    def _check_progress(self, target):
        """Raise once, naming every delivery that cannot become ``target`` and every reason."""
        blockers = self._get_progress_blockers(target)
        lines = [
            f"- {picking.name}: {' '.join(blocker.message for blocker in blockers[picking.id])}"
            for picking in self
            if blockers[picking.id]
        ]
        if lines:
            labels = dict(self._fields["delivery_progress"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Nothing was changed. Not possible to set “%(progress)s”:\n%(reasons)s",
                    progress=labels[target],
                    reasons="\n".join(lines),
                )
            )

    # --- steps --------------------------------------------------------------

    def _move_progress(self, target, **values):
        """Bring every delivery to ``target`` and fill in ``values``, or raise and change none."""
        self._check_progress(target)
        self._write_tracking({**values, "delivery_progress": target})
        self._after_step(target)

    def _after_step(self, target):
        """Hook for bridges: every delivery has just become ``target``. Call ``super()`` first."""

    def _do_leave(self, moment=None):
        self._move_progress(progress.LEFT, left_on=moment or fields.Datetime.now())

    def _do_arrive(self, moment=None):
        """Note the arrival; what was still at "left" is in transit by that."""
        under_way = self.filtered(lambda picking: picking.delivery_progress == progress.LEFT)
        under_way._move_progress(progress.TRANSIT)
        elsewhere = self.filtered(lambda picking: picking.delivery_progress != progress.TRANSIT)
        elsewhere._check_progress(progress.TRANSIT)
        self._write_tracking({"arrived_on": moment or fields.Datetime.now()})

    def _do_set_back(self, reason):
        """Take back the last step and say why in the log."""
        for picking in self:
            before = progress.step_back(picking.delivery_progress) if picking.delivery_progress else None
            if not before:
                raise UserError(
                    self.env._("%(delivery)s has not left: nothing to take back.", delivery=picking.name)
                )
            values = {"delivery_progress": before}
            if before == progress.PLANNED:
                values |= {"left_on": False, "arrived_on": False}
            picking._write_tracking(values)
            picking._forget_receipt(before)
            picking._log_tracking(self.env._("Set back one step: %(reason)s", reason=reason))

    def _forget_receipt(self, progress_now):
        """Hook: the delivery was set back to ``progress_now``."""

    def _log_tracking(self, body):
        """Leave a note in the log of each delivery, by the user at work."""
        author = self.env.user.partner_id
        for picking in self:
            # superuser: salespeople may follow a delivery without writing on it
            picking.sudo().message_post(
                body=plaintext2html(body), author_id=author.id, subtype_xmlid="mail.mt_note"
            )

    # --- delays -------------------------------------------------------------

    def _get_postponed(self, vals):
        """Return the deliveries on their way whose arrival ``vals`` puts off."""
        eta = fields.Datetime.to_datetime(vals.get("eta"))
        if not eta:
            return self.browse()
        return self.filtered(
            lambda picking: (
                picking.delivery_progress in (progress.LEFT, progress.TRANSIT)
                and picking.eta
                and picking.eta < eta
            )
        )

    def _after_delay(self):
        """Hook: the arrival of these deliveries was put off."""
