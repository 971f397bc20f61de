"""What accounts and robots share: secrets nobody reads back, a switch, and a guard against copied databases."""

import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import str2bool

from ..rules import addresses, masking
from ..services import vault

# how the secrets of a record are stored, the worst first
_STORAGES = ("unreadable", "plain", "old", "sealed")


class GatewayEndpointMixin(models.AbstractModel):
    """Where messages leave the company.

    Contract: ``_gateway_problems()`` returns what is missing before the switch may be turned on; what
    ``_sealed_fields`` names is written by ``_write_secret`` and read by ``_read_secret`` only.
    """

    _name = "gateway.endpoint.mixin"
    _description = "Way out for messages"
    _sealed_fields = ("secret",)

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="Whose messages leave this way.",
    )
    enabled = fields.Boolean(
        readonly=True,
        copy=False,
        help="Messages leave only while this is on. Copies of the database start with it off.",
    )
    enabled_database = fields.Char(
        copy=False,
        groups=fields.NO_ACCESS,
        help="Identity of the database it was turned on in: a restored copy does not send.",
    )
    endpoint = fields.Char(
        string="Address",
        groups="base.group_system",
        help="HTTPS address of the provider; leave it empty for the usual one.",
    )
    secret = fields.Char(string="Stored Secret", copy=False, groups=fields.NO_ACCESS)
    secret_input = fields.Char(
        string="Secret",
        compute="_compute_secret_input",
        inverse="_inverse_secret_input",
        copy=False,
        groups="base.group_system",
        help="Write it here to set or replace it. Nobody can read it back.",
    )
    secret_hint = fields.Char(
        string="Secret Set", compute="_compute_secret_hint", compute_sudo=True, groups="base.group_system"
    )
    secret_storage = fields.Selection(
        [
            ("plain", "As they are, hidden: the server has no key"),
            ("open", "As they are, hidden: not encrypted yet"),
            ("sealed", "Encrypted"),
            ("old", "Encrypted with an earlier key"),
            ("unreadable", "Encrypted with a key the server does not have"),
        ],
        string="Secrets Are Stored",
        compute="_compute_secret_storage",
        compute_sudo=True,
        groups="base.group_system",
        help="In the database and its backups. Keys are options of the server's configuration file: sms_gateway_keys.",
    )
    problem = fields.Char(
        compute="_compute_problem", compute_sudo=True, help="Why nothing leaves this way at the moment."
    )
    last_error = fields.Char(readonly=True, copy=False, help="What the provider last complained about.")
    last_error_at = fields.Datetime(string="Last Error On", readonly=True, copy=False)
    last_success_at = fields.Datetime(
        string="Last Success On", readonly=True, copy=False, help="When the provider last took something."
    )

    @api.constrains("endpoint")
    def _check_endpoint(self):
        if any(record.endpoint and not addresses.is_safe(record.endpoint) for record in self):
            raise ValidationError(
                self.env._(
                    "The address must start with https:// and hold no password; only servers on this machine may "
                    "use http://."
                )
            )

    @api.depends("secret")
    def _compute_secret_input(self):
        self.secret_input = False

    def _inverse_secret_input(self):
        for record in self.filtered("secret_input"):
            record._write_secret("secret", record.secret_input.strip())

    @api.depends("secret")
    def _compute_secret_hint(self):
        for record in self:
            record.secret_hint = masking.hint(record._read_secret("secret"))

    @api.depends(lambda self: self._sealed_fields)
    def _compute_secret_storage(self):
        for record in self:
            found = {vault.get_storage(record[name]) for name in self._sealed_fields if record[name]}
            worst = next((storage for storage in _STORAGES if storage in found), False)
            record.secret_storage = "open" if worst == "plain" and vault.has_keys() else worst

    def _write_secret(self, name, value):
        """Store a secret, encrypted where the server has a key."""
        try:
            # superuser: the column is closed to everybody; whoever may write the input may set it
            self.sudo()[name] = vault.seal(value)
        except vault.KeyProblemError:
            raise UserError(
                self.env._(
                    "The option %(option)s of the server's configuration holds something that is no key; nothing was "
                    "saved.",
                    option=vault.OPTION,
                )
            ) from None

    def _read_secret(self, name):
        """Return a secret; empty when there is none, or none of the server's keys opens it."""
        self.ensure_one()
        try:
            # superuser: as above; what is returned leaves for the provider only
            return vault.unseal(self.sudo()[name])
        except vault.KeyProblemError:
            return ""

    @api.depends("enabled", "enabled_database", "endpoint", "secret")
    @api.depends_context("lang")
    def _compute_problem(self):
        for record in self:
            record.problem = record._get_problem()

    def _get_problem(self):
        """A sentence why nothing leaves this way, or ``False``."""
        self.ensure_one()
        # superuser: who queues a message need not be able to read the account
        record_sudo = self.sudo()
        if not record_sudo.active or not record_sudo.enabled:
            return self.env._("%(name)s is turned off.", name=record_sudo.name)
        if not record_sudo._is_at_home():
            return self.env._(
                "%(name)s was turned on in another database; turn it on again if this one may send.",
                name=record_sudo.name,
            )
        return next(iter(record_sudo._gateway_problems()), False)

    def _get_needed_secrets(self):
        """Return the names of the secrets without which nothing leaves."""
        return ("secret",)

    def _gateway_problems(self):
        """Sentences about what is missing; empty when messages could leave."""
        needed = self._get_needed_secrets()
        if all(vault.get_storage(self[name]) != "unreadable" for name in needed):
            return []
        return [
            self.env._(
                "%(name)s: none of the server's keys opens its secrets. Add the key they were encrypted with to "
                "%(option)s, or enter them again.",
                name=self.name,
                option=vault.OPTION,
            )
        ]

    def _database_identity(self):
        # superuser: parameters belong to administrators; only a comparison leaves this method
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    def _is_neutralized(self):
        # superuser: as above
        return str2bool(self.env["ir.config_parameter"].sudo().get_param("database.is_neutralized", "False"))

    def _is_at_home(self):
        return self.enabled_database == self._database_identity() and not self._is_neutralized()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._forget_inputs()
        # a default in the context goes round a check of the values
        switched_on = records.filtered("enabled")
        if switched_on:
            switched_on.write({"enabled": False})
        return records

    def write(self, vals):
        if vals.get("enabled") and not self.env.su:
            raise UserError(self.env._("Use the button to turn it on."))
        result = super().write(vals)
        self._forget_inputs()
        return result

    def _forget_inputs(self):
        """What was typed in must not come back with the answer to saving it."""
        self.flush_recordset()
        self.invalidate_recordset([name for name in self._fields if name.endswith("_input")])

    def action_enable(self):
        self.check_access("write")
        if self._is_neutralized():
            raise UserError(self.env._("This database is a neutralised copy: it must not send messages."))
        for record in self:
            # superuser: the fields are closed; the right to write was checked above
            record_sudo = record.sudo()
            problems = record_sudo._gateway_problems()
            if problems:
                raise UserError("\n".join(problems))
            record_sudo.write({"enabled": True, "enabled_database": self._database_identity()})
        self._after_enable()

    def action_disable(self):
        self.check_access("write")
        self.enabled = False

    def action_encrypt(self):
        """Encrypt the secrets with the first key of the server: after it got one, and after a change of keys."""
        self.check_access("write")
        if not vault.has_keys():
            raise UserError(
                self.env._(
                    "The server has no key: set the option %(option)s in its configuration file and start it again.",
                    option=vault.OPTION,
                )
            )
        for record in self:
            for name in self._sealed_fields:
                secret = record._read_secret(name)
                if secret:
                    record._write_secret(name, secret)

    def _after_enable(self):
        """Hook: what follows when messages may leave again."""

    def _note_outcome(self, outcome):
        """Remember what the provider last said."""
        now = fields.Datetime.now()
        if outcome.state in ("accepted", "delivered"):
            self.write({"last_success_at": now, "last_error": False, "last_error_at": False})
        else:
            self.write({"last_error": f"{outcome.code}: {outcome.message}"[:500], "last_error_at": now})

    @api.model
    def _new_token(self):
        return secrets.token_urlsafe(32)
