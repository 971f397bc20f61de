"""Goods invoiced by order and parts of kits are held for their review as well: say so of what waits already."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    companies = env["res.company"].search([]).filtered(lambda company: company._holds_unreviewed())
    companies._recompute_invoiceable()
    env.flush_all()
