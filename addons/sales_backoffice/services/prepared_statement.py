"""Statements that PostgreSQL plans once per connection: for those whose planning takes longer than running."""

import hashlib

from odoo.tools import SQL


class PreparedStatement:
    """A statement with ``$1``, ``$2``… in place of its arguments.

    The plan kept serves all arguments, so write one statement for few records and another for many, and let those
    in between be planned for what they are. PostgreSQL makes a new plan when the tables or their statistics change.
    """

    def __init__(self, statement):
        self._statement = statement
        self._prepared = None

    def is_known(self, cr):
        """Return the condition that this server process has planned it already.

        The server is asked each time: a connection pooler may put another process behind the same connection.
        """
        name, _text = self._prepare(cr)
        return SQL("EXISTS (SELECT FROM pg_prepared_statements WHERE name = %s)", name)

    def execute(self, cr, arguments, known, anew=False):
        """Run it and return the rows.

        :param list arguments: as many as the statement has
        :param bool known: what ``is_known`` said in this transaction
        :param bool anew: plan it for these arguments
        """
        name, text = self._prepare(cr)
        cr.execute(
            SQL(
                # compiling takes PostgreSQL longer than running what is prepared here; what is open is recent, so its
                # pages are in memory, and their indexes are worth more than PostgreSQL thinks of a disk that turns
                "SET LOCAL jit = off; SET LOCAL random_page_cost = 1.1; SET LOCAL plan_cache_mode = %s; "
                "%s EXECUTE %s (%s)",
                SQL("force_custom_plan" if anew else "force_generic_plan"),
                SQL()
                if known
                else SQL("PREPARE %s AS %s;", SQL.identifier(name), SQL(text.replace("%", "%%"))),
                SQL.identifier(name),
                SQL(", ").join(SQL("%s", argument) for argument in arguments),
            )
        )
        rows = cr.fetchall()
        # otherwise PostgreSQL would plan every check of a foreign key anew until the end of the transaction
        cr.execute(
            "SET LOCAL jit TO DEFAULT; SET LOCAL random_page_cost TO DEFAULT; SET LOCAL plan_cache_mode TO DEFAULT"
        )
        return rows

    def _prepare(self, cr):
        if self._prepared is None:
            text = cr.mogrify(self._statement.code, self._statement.params).decode()
            self._prepared = f"backoffice_{hashlib.sha256(text.encode()).hexdigest()[:32]}", text
        return self._prepared
