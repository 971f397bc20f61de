"""What the named differences leave open is an item as well: it has an owner and a date like the others."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.backoffice_base.rules.blocker import Blocker

from ..rules.difference import PENDING

LATER = object()  # compared by identity: no RPC client can send it
#: What changes how much is explained.
COUNTED = {"letter_id", "section_id", "our_amount", "their_amount", "state"}
#: What an item that is not explained takes from the balances.
FOLLOWS = {"letter_id", "section_id", "line_id", "name", "reason", "our_amount", "their_amount"}


class ReconciliationDifferenceGap(models.AbstractModel):
    """The part of a difference that follows the balances: the open items are our balance less theirs, always.

    One item per currency stands for what the others do not explain. It appears with the answer, shrinks when
    somebody names what differs, goes when all is named, and grows when a named difference is taken away.
    """

    _name = "reconciliation.difference.gap"
    _description = "What no named difference explains"
    _inherit = ["backoffice.flow.mixin"]

    is_unexplained = fields.Boolean(
        "Not Explained",
        readonly=True,
        copy=False,
        help="What the balances differ by beyond the named differences. It shrinks with each one that is added.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"is_unexplained"}

    # --- whatever changes the named ones ------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items.letter_id._cover_gaps()
        return items

    def write(self, vals):
        letters = self.letter_id if COUNTED & vals.keys() else self.env["reconciliation.letter"]
        result = super().write(vals)
        if letters:
            (letters | self.letter_id)._cover_gaps()
        return result

    def unlink(self):
        letters = self.letter_id
        result = super().unlink()
        letters._cover_gaps()
        return result

    # --- nobody bends the rest ----------------------------------------------------------

    def _check_guarded_write(self, vals):
        # EXTENDS backoffice_base
        if FOLLOWS & vals.keys():
            self._refuse_unexplained()
        return super()._check_guarded_write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never_unexplained(self):
        self._refuse_unexplained()

    def _refuse_unexplained(self):
        if any(item.is_unexplained for item in self):
            raise UserError(self._get_follows_text())

    def _get_follows_text(self):
        return self.env._(
            "What is not explained follows from the balances: add the difference you found instead."
        )

    def _blockers(self, target):
        blockers = super()._blockers(target)
        for item in self.filtered("is_unexplained"):
            is_dropped = target == "withdrawn" and item.state != "taken_back"
            if is_dropped or (target == "open" and item.state == "taken_back"):
                blockers[item.id].append(Blocker("unexplained", item._get_follows_text()))
        return blockers

    # --- keeping up with the balances -----------------------------------------------------

    @api.model
    def _cover_gap(self, part):
        """Make the item of one currency say what the ``StatementOfSection`` does not explain."""
        gap, rest, section = part.figures.unexplained, part.rest, part.section
        if section._is_zero(gap):
            if rest:
                rest._do_move("withdrawn")
        elif not rest:
            self.flush_model(["state"])  # the one that was just taken back makes room for it
            values = {"section_id": section.id, "reason": "other", "our_amount": 0.0, "their_amount": gap}
            rest = self.create({"letter_id": section.letter_id.id, **values})
            rest._write_by_flow({"is_unexplained": True, "answer_id": part.answer.id})
        elif not section._is_zero(rest.effect - gap):
            rest._write_by_flow({"their_amount": gap})
            if rest.state == "proposed":  # what was proposed was about another amount
                rest._do_move("open")

    # --- from the answer ------------------------------------------------------------------

    @api.model
    def _take_reply(self, letter, answer, reply):
        """Bring the differences of the one letter in line with its new answer."""
        items_sudo = self.sudo()  # the visitor of a link has no rights of its own
        if reply.result == "agreed":
            items_sudo._propose_agreed(letter.sudo(), answer.sudo())
        else:
            items_sudo.with_context(gap_token=LATER)._restate(letter.sudo(), answer, reply)
            letter._cover_gaps()

    @api.model
    def _propose_agreed(self, letter, answer):
        """The partner agrees after all: who confirms differences confirms that, too."""
        owner = letter._get_owner()
        spoken = self.with_context(lang=owner.lang or self.env.lang)
        text = spoken.env._(
            "Taken back by the partner, who agrees: answer of %(date)s, signed by %(name)s.",
            date=fields.Date.to_string(answer.answered_on),
            name=answer.signer_name,
        )
        for item in letter.difference_ids.filtered(lambda item: item.state == "open"):
            resolution = "\n".join(filter(None, (item.resolution, text)))
            number = item.resolution_number or letter.name
            item._write_by_flow({"resolution": resolution, "resolution_number": number})
            item._move_to("proposed")

    @api.model
    def _restate(self, letter, answer, reply):
        """Open what the partner points at now; what it named before and names no more waits to be confirmed."""
        found = letter.difference_ids.filtered(lambda item: item.state in PENDING and item.answer_id)
        before = found.filtered(lambda item: not item.is_unexplained).with_env(self.env)
        known = defaultdict(list)
        for item in before:
            known[item._get_claim()].append(item)
        stay, new = self.browse(), []
        lines = {line.id: line for line in letter.line_ids}
        for values in (self._prepare_from_item(letter, item, lines) for item in reply.items):
            same = known[self.new(values)._get_claim()]
            if same:
                stay |= same.pop()
            else:
                new.append(values)
        self._do_take_back(before - stay)
        self.create(new)._write_by_flow({"answer_id": answer.id})
        parts = letter.with_env(self.env)._get_statements()
        moved = [
            part.rest
            for part in parts
            if not part.section._is_zero(part.rest.effect - part.figures.unexplained)
        ]
        self._do_take_back(self.union(*moved))

    @api.model
    def _do_take_back(self, items):
        if items:
            items._do_move("taken_back")

    def _get_claim(self):
        """Return what tells one difference of the partner from another one."""
        about = self.line_id._origin.id or self.name or ""
        return self.section_id._origin.id, about, self.our_amount, self.their_amount

    @api.model
    def _prepare_from_item(self, letter, item, lines):
        """Return the values of one ``Item``; the letter's own numbers stand for our side."""
        return {
            "letter_id": letter.id,
            "section_id": item.section_id,
            "line_id": item.line_id,
            "name": item.reference or (lines[item.line_id].reference if item.line_id else False),
            "reason": item.reason,
            "our_amount": item.ours,
            "their_amount": item.theirs,
            "note": item.note,
        }
