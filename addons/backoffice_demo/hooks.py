"""Builds the demo company once, in a database that keeps no books yet."""

import logging

from odoo.exceptions import UserError

from . import build

_logger = logging.getLogger(__name__)


def post_init_hook(env):
    """Build the company, unless it is there already; refuse in a database with a company's own books."""
    if env.ref("backoffice_demo.order_over_limit", raise_if_not_found=False):
        _logger.info("The demo company is there already; nothing to do.")
        return
    _check_no_books(env)
    build.build(env)


def _check_no_books(env):
    entry = env["account.move"].sudo().search([("state", "=", "posted")], limit=1)
    if entry:
        raise UserError(
            env._(
                "The demo company is not installed: %(company)s already keeps books here (%(entry)s). "
                "Install it in a new database.",
                company=entry.company_id.name,
                entry=entry.name,
            )
        )
