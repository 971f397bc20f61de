"""One answer of a partner to a letter: on the portal, or entered from paper."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import RESULTS
from ..rules.answer_scan import MAX_BYTES, MAX_FILES, sniff
from ..rules.answer_seals import SEALS, seal_counts

CHANNELS = [("portal", "Link or Portal"), ("paper", "Paper"), ("mail", "E-mail or Fax")]


class ReconciliationAnswer(models.Model):
    """Append-only; seal, file and original are added by the buttons of the letter."""

    _name = "reconciliation.answer"
    _description = "Answer to a Reconciliation Letter"
    _inherit = ["reconciliation.recorded"]
    _order = "id desc"
    _rec_name = "letter_id"

    letter_id = fields.Many2one(
        "reconciliation.letter", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="letter_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="letter_id.partner_id", store=True, index=True)
    result = fields.Selection(RESULTS, required=True, readonly=True)
    is_reconfirmation = fields.Boolean(
        "Re-confirmation", readonly=True, help="Given after the differences were resolved."
    )
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    answered_on = fields.Date(
        required=True, readonly=True, help="The day the answer reached us, or the date of the paper."
    )
    recorded_on = fields.Datetime(required=True, readonly=True)
    signer_name = fields.Char("Signed By", required=True, readonly=True)
    signer_title = fields.Char("Position", readonly=True)
    signer_phone = fields.Char("Phone", readonly=True)
    note = fields.Text(readonly=True)
    evidence = fields.Char(readonly=True, help="Where an answer on the portal came from: address and login.")
    user_id = fields.Many2one("res.users", "Entered By", readonly=True)
    balance_ids = fields.One2many("reconciliation.answer.balance", "answer_id", "Balances", readonly=True)
    seal_kind = fields.Selection(
        list(SEALS),
        "Seal",
        required=True,
        readonly=True,
        default="none",
        help="Only the company seal, the finance seal and a valid electronic signature count.",
    )
    seal_counts = fields.Boolean(compute="_compute_seal_counts")
    seal_user_id = fields.Many2one("res.users", "Seal Checked By", readonly=True)
    seal_on = fields.Datetime("Seal Checked On", readonly=True)
    scan_ids = fields.Many2many(
        "ir.attachment",
        "reconciliation_answer_scan_rel",
        "answer_id",
        "attachment_id",
        "Sealed Scan",
        readonly=True,
        bypass_search_access=True,
    )
    original_on = fields.Date("Original Received", readonly=True)
    original_place = fields.Char("Original Kept At", readonly=True)

    @api.depends("seal_kind")
    def _compute_seal_counts(self):
        for answer in self:
            answer.seal_counts = seal_counts(answer.seal_kind)

    # --- scans ----------------------------------------------------------------

    def _attach_scans(self, contents):
        """Keep the files (bytes) as private attachments of the one answer, or say what is wrong with one."""
        self.ensure_one()
        if len(self.sudo().scan_ids) + len(contents) > MAX_FILES:
            raise UserError(self.env._("At most %(count)s files belong to an answer.", count=MAX_FILES))
        values = [
            self._prepare_scan_vals(content, number) for number, content in enumerate(contents, start=1)
        ]
        # evidence stays as it came: no resizing of pictures; the answer is the caller's to write
        attachments_sudo = (
            self.env["ir.attachment"].sudo().with_context(image_no_postprocess=True).create(values)
        )
        self._amend({"scan_ids": [fields.Command.link(attachment.id) for attachment in attachments_sudo]})

    def _prepare_scan_vals(self, content, number):
        scan = sniff(content)
        if scan.problem:
            raise UserError(self._get_scan_problem(scan.problem))
        letter_sudo, count = self.sudo().letter_id, len(self.sudo().scan_ids) + number
        return {
            "name": f"{letter_sudo.name.replace('/', '-')}-{count}.{scan.extension}",
            "raw": content,
            "mimetype": scan.content_type,
            "res_model": self._name,
            "res_id": self.id,
            "public": False,
        }

    @api.model
    def _get_scan_problem(self, code):
        return {
            "empty": self.env._("The file is empty; choose another one."),
            "large": self.env._(
                "The file is larger than %(size)s MB; take a smaller picture.", size=MAX_BYTES // 2**20
            ),
            "kind": self.env._("Only PDF, JPEG and PNG files are taken; save the scan as one of these."),
            "broken": self.env._("The file is incomplete; send it again."),
            "active": self.env._("The PDF holds a program or other files; scan the paper instead."),
        }[code]
