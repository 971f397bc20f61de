"""Histories of steps picked by hypothesis, each of them compared with a plain count."""

from hypothesis import HealthCheck, Phase, settings

from odoo.exceptions import UserError

any_history = settings(
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # shrinking an Odoo history takes many minutes
    suppress_health_check=list(HealthCheck),
)


class Histories:
    """A test case has ``_start``, ``_compare`` and a ``_do_…`` for each step: whether there was something to do."""

    def _run_history(self, history):
        savepoint = self.env.cr.savepoint()
        try:
            self.documents = self.env["invoice.reservation"]
            self._start()
            for step, number in history:
                if getattr(self, f"_do_{step}")(number):
                    self.done[step] += 1
                    self._compare(step)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _attempt(self, work):
        try:
            with self.env.cr.savepoint():
                return work()
        except UserError:
            self.env.invalidate_all()
            return False

    def _find(self, *states):
        return self.documents.filtered(lambda document: document.state in states)[:1]
