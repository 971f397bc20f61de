"""The link in the texts: short enough for seventy characters, leads to the own reminders."""

from odoo import http
from odoo.http import request


class Due(http.Controller):
    @http.route("/due", type="http", auth="user", readonly=True)
    def due(self):
        return request.redirect("/odoo/my-reminders")
