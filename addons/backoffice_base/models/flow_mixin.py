"""Which status a document may take next, and why it may not: one declared, guarded state machine."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..rules.blocker import Blocker

_BY_FLOW = object()  # compared by identity: no RPC client can send it


class FlowMixin(models.AbstractModel):
    """Give a document of ours a status that only moves along declared transitions.

    The model declares ``state`` (a required Selection, default ``_flow_start``) and:

    * ``_flow``: ``{target: (allowed sources,)}``;
    * ``_flow_locked_fields``: what may not change any more once the document left its start. A set of names,
      or ``{name: (further states in which it may still change,)}``;
    * ``_blockers(target)``: what else stands in the way of each document.

    Bridges extend ``_blockers``, ``_prepare_move_vals`` and ``_after_move``. Code that must set a guarded or
    locked field for a good reason calls ``_write_by_flow``; no context key does it.
    """

    _name = "backoffice.flow.mixin"
    _description = "Guarded state transitions"

    _flow_start = "draft"
    _flow = {}
    _flow_locked_fields = frozenset()

    # --- guards -------------------------------------------------------------

    @api.model
    def _get_guarded_fields(self):
        """Return the names of the fields that only the flow itself fills in; extend with ``|``."""
        return {"state"}

    @api.model
    def _get_locked_fields(self):
        """Return ``{name: states in which the field may be written}``; extend with ``|``."""
        declared = self._flow_locked_fields
        further = declared if isinstance(declared, dict) else dict.fromkeys(declared, ())
        return {name: (self._flow_start, *states) for name, states in further.items()}

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        # the records, not the values: defaults from the context count as well
        filled_in = self._get_guarded_fields() - {"state"}
        for document in documents:
            if document.state != self._flow_start or any(document[name] for name in filled_in):
                raise AccessError(self.env._("A new document starts as a draft; use its buttons afterwards."))
        return documents

    def write(self, vals):
        if self.env.context.get("flow_token") is not _BY_FLOW:
            self._check_guarded_write(vals)
        return super().write(vals)

    def _check_guarded_write(self, vals):
        """Refuse ``vals`` that touch the status, or a field locked in the present status."""
        if self._get_guarded_fields() & vals.keys():
            raise AccessError(self.env._("The status only changes through its buttons."))
        locked = self._get_locked_fields()
        touched = locked.keys() & vals.keys()
        for document in self if touched else ():
            refused = sorted(name for name in touched if document.state not in locked[name])
            if refused:
                raise UserError(
                    self.env._(
                        "%(document)s is “%(state)s”: %(fields)s can no longer be changed.",
                        document=document.display_name,
                        state=self._get_state_label(document.state),
                        fields=", ".join(
                            self._fields[name]._description_string(self.env) for name in refused
                        ),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_at_start(self):
        kept = self.filtered(lambda document: document.state != self._flow_start)
        if kept:
            raise UserError(
                self.env._(
                    "Only a document that has not started may be deleted: %(documents)s.",
                    documents=", ".join(kept.mapped("display_name")),
                )
            )

    # --- moves --------------------------------------------------------------

    def _blockers(self, target):
        """Why each document may not become ``target``: ``{id: [Blocker]}``; bridges append."""
        return {document.id: [] for document in self}

    def _get_move_blockers(self, target):
        """Return every reason, the wrong status included; where the status is wrong nothing else is asked."""
        sources = self._flow.get(target, ())
        ready = self.filtered(lambda document: document.state in sources)
        blockers = ready._blockers(target)
        for document in self - ready:
            reason = self.env._("it is “%(state)s”.", state=self._get_state_label(document.state))
            blockers[document.id] = [Blocker("wrong_state", reason)]
        return blockers

    def _check_blockers(self, target):
        """Raise once, naming every blocked document and every reason; change nothing."""
        blockers = self._get_move_blockers(target)
        lines = [
            f"- {document.display_name}: {' '.join(blocker.message for blocker in blockers[document.id])}"
            for document in self
            if blockers[document.id]
        ]
        if lines:
            raise UserError(
                self.env._(
                    "Nothing was changed. Not possible to set “%(state)s”:\n%(reasons)s",
                    state=self._get_state_label(target),
                    reasons="\n".join(lines),
                )
            )

    def _move_to(self, target, **values):
        """Bring every document to ``target`` and fill in ``values``, or raise and change none."""
        self._check_blockers(target)
        self._do_move(target, **values)

    def _do_move(self, target, **values):
        """Bring every document to ``target`` without asking: for what happened already and only has to be noted."""
        self._write_by_flow({**values, **self._prepare_move_vals(target), "state": target})
        self._after_move(target)

    def _prepare_move_vals(self, target):
        """Return what is written together with the status; extend with ``|``."""
        return {}

    def _after_move(self, target):
        """Hook for bridges: every document has just become ``target``. Call ``super()`` first."""

    def _write_by_flow(self, vals):
        """Write fields that people cannot write, on behalf of the flow. Access rights still count."""
        return self.with_context(flow_token=_BY_FLOW).write(vals)

    @api.model
    def _get_state_label(self, state):
        return dict(self._fields["state"]._description_selection(self.env)).get(state, state)
