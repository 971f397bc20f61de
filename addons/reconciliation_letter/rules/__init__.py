"""Decisions on plain values. Nothing here knows Odoo or asks the clock."""
