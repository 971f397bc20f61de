"""Counsel is told at the late stages of the ladder, where they are still told to the general manager."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in ("stage_after_60", "stage_after_90"):
        stage = env.ref(f"payment_reminder.{name}", raise_if_not_found=False)
        if stage and stage.to_general_manager:
            stage.to_legal = True
