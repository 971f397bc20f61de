"""Tests with real connections: two at once, and a worker killed in the middle.

They commit. Make companies and customers of their own, and take away or archive what other tests would see.
"""

import os
import signal
import subprocess
import sys
import textwrap
import threading

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name
from odoo.tools import config


class CommittedCase(BaseCase):
    """Every ``committed(work)`` is a connection and a transaction of its own."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())

    def session(self):
        return self.registry.cursor()

    def env(self, cr):
        context = {"tracking_disable": True, "no_reset_password": True, "lang": "en_US"}
        return api.Environment(cr, SUPERUSER_ID, context)

    def committed(self, work):
        """Run ``work(env)`` in a transaction and commit it."""
        with self.session() as cr:
            return work(self.env(cr))

    def race(self, *works, replayed=True):
        """Start every work at the same moment on its own connection; return the refusal of each, or None.

        ``replayed`` as requests are after a serialization failure; scheduled actions are not. Any other error of a
        work is the test's.
        """
        barrier, refusals, errors = threading.Barrier(len(works)), [None] * len(works), []

        def run(index, work):
            try:
                with self.session() as cr:
                    env = self.env(cr)
                    cr.execute("SELECT 1 FROM res_company")  # takes the snapshot, as authentication does
                    barrier.wait()
                    try:
                        retrying(lambda: work(env), env) if replayed else work(env)
                    except UserError as refusal:
                        refusals[index] = refusal
                        cr.rollback()
            except Exception as error:  # told below: an error in a thread is nobody's
                errors.append(error)

        threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertFalse(errors)
        return refusals

    def run_until_killed(self, script):
        """Run ``script`` with an ``env`` in a process of its own, in which ``die()`` kills it; it has to."""
        program = textwrap.dedent(f"""
            import os, signal
            import odoo
            from odoo import SUPERUSER_ID, api
            from odoo.modules.registry import Registry
            odoo.tools.config.parse_config(["-c", {config["config"]!r}, "-d", {get_db_name()!r}])
            def die():
                os.kill(os.getpid(), signal.SIGKILL)
            with Registry({get_db_name()!r}).cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {{}})
        """) + textwrap.indent(textwrap.dedent(script), "    ")
        killed = subprocess.run(
            [sys.executable, "-c", program], env=os.environ, capture_output=True, timeout=180, check=False
        )
        self.assertEqual(killed.returncode, -signal.SIGKILL, killed.stderr.decode()[-2000:])
