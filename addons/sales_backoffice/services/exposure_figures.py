"""SQL of the figures of credit profiles: buckets, exposure, limit, availability, overdue. One row per profile."""

from odoo.tools import SQL

from .exposure_documents import with_documents

BUCKETS = ("receivable", "delivered", "ordered", "draft", "bills", "prepaid")


def due_date(today):
    """Return the day a document ``doc`` can become overdue under the credit term of ``profile``; NULL if never.

    Invoices and uninvoiced deliveries follow the term; other entries keep their own due date. Disputed receivables
    are left out where the profile says so.
    """
    return SQL(
        """
        CASE WHEN doc.bucket NOT IN ('receivable', 'late') THEN NULL
             WHEN profile.exclude_disputed AND %(disputed)s THEN NULL
             WHEN NOT doc.follows_term OR (profile.term_rule = 'due_date' AND doc.bucket != 'late')
                 THEN doc.date_maturity
             WHEN profile.term_rule = 'month_end'
                 THEN (date_trunc('month', doc.date::timestamp) + INTERVAL '1 month - 1 day')::date + profile.term_days
             WHEN profile.term_rule = 'delivery_date' THEN doc.delivery_date + profile.term_days
             WHEN profile.term_rule = 'statement_date' THEN doc.statement_date + profile.term_days
             ELSE doc.date + profile.term_days
        END
        """,
        disputed=_disputed(today),
    )


STATUS = SQL(
    """
    CASE WHEN total.exempt_until IS NOT NULL THEN 'exempt'
         WHEN total.amount_mode = 'off' AND total.overdue_mode = 'off' THEN 'off'
         WHEN total.rate_missing THEN 'missing_rate'
         WHEN total.overdue_mode != 'off' AND total.overdue_amount > total.overdue_tolerance THEN 'overdue'
         WHEN total.amount_mode = 'off' THEN 'ok'
         WHEN NOT total.in_force THEN 'expired'
         WHEN total.exposure > total.limit_today THEN 'over'
         WHEN total.exposure > 0 AND total.exposure >= total.near_ratio * total.limit_today THEN 'near'
         ELSE 'ok' END
    """
)


# Where a document ``doc`` counts, as a number: compared several times per document. An uninvoiced delivery counts
# nowhere, it only ages; an unallocated payment lowers A (1), or adds to P as what it is, an amount below zero (7).
PLACE = SQL(
    """
    CASE doc.bucket
         WHEN 'receivable' THEN 1 WHEN 'late' THEN NULL
         WHEN 'delivered' THEN 2 WHEN 'ordered' THEN 3 WHEN 'draft' THEN 4 WHEN 'bill' THEN 5 WHEN 'prepayment' THEN 6
         WHEN 'payment' THEN CASE WHEN profile.net_credits THEN 1 ELSE 7 END
         WHEN 'credit' THEN CASE WHEN profile.net_credits THEN 1 END
         END
    """
)


def figures(today, tz, profiles=None, partners=None):
    """Return one row per active profile, amounts in the currency of the profile.

    :param date today: limits, increases, exemptions, terms and exchange rates are those of this day
    :param str tz: see ``exposure_documents.with_documents``
    :param list profiles: ids of credit profiles, or None for all
    :param list partners: see ``exposure_documents.with_documents``
    """
    return SQL(
        """
        %(documents)s
        SELECT total.*,
               total.limit_today - total.exposure AS available,
               CASE WHEN total.limit_today > 0 THEN total.exposure / total.limit_today ELSE 0 END AS used_ratio,
               CASE WHEN total.oldest_overdue_date IS NULL THEN 0
                    ELSE %(today)s - total.oldest_overdue_date END AS oldest_overdue_days,
               %(status)s AS credit_status
          FROM (
            SELECT amount.*,
                   CASE WHEN amount.in_force THEN amount.base_limit ELSE 0 END + amount.increase_today AS limit_today,
                   amount.receivable
                     + CASE WHEN amount.include_delivered THEN amount.delivered ELSE 0 END
                     + CASE WHEN amount.include_ordered THEN amount.ordered ELSE 0 END
                     + CASE WHEN amount.include_draft THEN amount.draft ELSE 0 END
                     + CASE WHEN amount.include_bills THEN amount.bills ELSE 0 END
                     - CASE WHEN amount.deduct_prepayments THEN amount.prepaid ELSE 0 END AS exposure
              FROM (%(amounts)s OFFSET 0) amount
            OFFSET 0
          ) total
        """,
        today=today,
        status=STATUS,
        documents=with_documents(today, tz, profiles, partners),
        amounts=_amounts(today),
    )


def _amounts(today):
    """Return per profile its settings, its limit parts and its buckets in its own currency."""
    return SQL(
        """
        SELECT profile.id, profile.id AS profile_id, profile.partner_id, profile.group_id, profile.company_id,
               profile.currency_id, profile.base_limit, profile.amount_mode, profile.overdue_mode,
               profile.valid_to, profile.overdue_tolerance,
               profile.include_delivered, profile.include_ordered, profile.include_draft,
               profile.include_bills, profile.deduct_prepayments,
               profile.holder_name, profile.salesperson_id,
               CASE WHEN profile.group_id IS NULL THEN 'customer' ELSE 'group' END AS holder_kind,
               COALESCE(company.credit_near_ratio, 0.9) AS near_ratio,
               COALESCE(profile.valid_from <= %(today)s, TRUE) AND COALESCE(profile.valid_to >= %(today)s, TRUE)
                   AS in_force,
               COALESCE(granted.increase, 0) AS increase_today,
               granted.exempt_until,
               COALESCE(bucket.receivable, 0) AS receivable, COALESCE(bucket.delivered, 0) AS delivered,
               COALESCE(bucket.ordered, 0) AS ordered, COALESCE(bucket.draft, 0) AS draft,
               COALESCE(bucket.bills, 0) AS bills, COALESCE(bucket.prepaid, 0) AS prepaid,
               COALESCE(bucket.overdue, 0) AS overdue_amount,
               CASE WHEN bucket.overdue > 0 THEN bucket.oldest_due END AS oldest_overdue_date,
               COALESCE(bucket.rate_missing, FALSE) AS rate_missing
          FROM profile
          LEFT JOIN res_company company ON company.id = profile.company_id
          LEFT JOIN (%(granted)s) granted ON granted.profile_id = profile.id
          LEFT JOIN (%(buckets)s) bucket ON bucket.profile_id = profile.id
        """,
        today=today,
        granted=_granted(today),
        buckets=_buckets(today),
    )


def _granted(today):
    """Return per profile the temporary increases and the exemption in force."""
    return SQL(
        """
        SELECT release.profile_id,
               SUM(release.amount) FILTER (WHERE release.kind = 'increase') AS increase,
               MAX(release.date_to) FILTER (WHERE release.kind = 'exemption') AS exempt_until
          FROM credit_release release
         WHERE release.state = 'approved'
           AND release.kind IN ('increase', 'exemption')
           AND release.date_from <= %(today)s AND release.date_to >= %(today)s
         GROUP BY release.profile_id
        """,
        today=today,
    )


def _buckets(today):
    """Return the buckets per profile: summed per company and currency, converted at today's rate, then added."""
    columns = SQL(", ").join(
        SQL("SUM(%s) AS %s", _converted(SQL.identifier("part", name)), SQL.identifier(name))
        for name in ("receivable", "delivered", "ordered", "draft", "bills", "prepaid")
    )
    return SQL(
        """
        WITH part AS MATERIALIZED (%(parts)s),
        rate AS MATERIALIZED (%(rates)s)
        SELECT part.profile_id, %(columns)s,
               GREATEST(SUM(%(overdue)s), 0) AS overdue,
               MIN(part.oldest_due) AS oldest_due,
               BOOL_OR(part.currency_id != part.target_id AND rate.factor IS NULL) AS rate_missing
          FROM part
          LEFT JOIN rate ON rate.root_id = part.root_id
               AND rate.currency_id = part.currency_id AND rate.target_id = part.target_id
         GROUP BY part.profile_id
        """,
        columns=columns,
        overdue=_converted(SQL.identifier("part", "overdue")),
        parts=_parts(today),
        rates=_rates(today),
    )


def _converted(amount):
    """Return an amount of ``part`` in the profile's currency; one to one where no rate is known (then held)."""
    return SQL(
        """CASE WHEN part.currency_id = part.target_id THEN %(amount)s
                ELSE ROUND((%(amount)s * COALESCE(rate.factor, 1))::numeric, rate.decimal_places) END""",
        amount=amount,
    )


def _parts(today):
    """Return the buckets per profile, root company and document currency, in document currency."""
    return SQL(
        """
        SELECT item.profile_id, item.root_id, item.currency_id, item.target_id,
               COALESCE(SUM(item.amount) FILTER (WHERE item.place = 1), 0) AS receivable,
               COALESCE(SUM(item.amount) FILTER (WHERE item.place = 2), 0) AS delivered,
               COALESCE(SUM(item.amount) FILTER (WHERE item.place = 3), 0) AS ordered,
               COALESCE(SUM(item.amount) FILTER (WHERE item.place = 4), 0) AS draft,
               COALESCE(SUM(item.amount) FILTER (WHERE item.place = 5), 0) AS bills,
               COALESCE(SUM(item.amount) FILTER (WHERE item.place = 6), 0)
                   - COALESCE(SUM(item.amount) FILTER (WHERE item.place = 7), 0) AS prepaid,
               COALESCE(SUM(item.amount) FILTER (WHERE item.due < item.overdue_before OR item.is_netted), 0) AS overdue,
               MIN(item.due) FILTER (WHERE item.due < item.overdue_before) AS oldest_due
          FROM (
            SELECT profile.id AS profile_id, profile.currency_id AS target_id, profile.root_id,
                   doc.currency_id, doc.amount,
                   %(place)s AS place,
                   profile.net_credits AND doc.bucket IN ('payment', 'credit') AS is_netted,
                   %(today)s - profile.grace_days AS overdue_before,
                   %(due)s AS due
              FROM document doc
              JOIN scope profile ON profile.member_id = doc.partner_id
                   AND profile.document_company_id = doc.document_company_id
            OFFSET 0
          ) item
         GROUP BY item.profile_id, item.root_id, item.currency_id, item.target_id
        """,
        place=PLACE,
        today=today,
        due=due_date(today),
    )


def _disputed(today):
    """Return whether the receivable is under an approved dispute."""
    return SQL(
        """COALESCE(doc.move_id IN (
               SELECT dispute.move_id FROM credit_dispute dispute
                WHERE dispute.state = 'approved' AND COALESCE(dispute.date_to >= %s, TRUE)), FALSE)""",
        today,
    )


def documents_of_profiles(today, tz):
    """Return every document once per profile it counts in, with its due date and whether it is overdue.

    A bill is due when it matures: it counts until then, so it is never overdue.
    """
    return SQL(
        """
        %(documents)s
        SELECT row_number() OVER (ORDER BY item.profile_id, item.bucket, item.date, item.order_id, item.move_id,
                                           item.payment_id, item.date_due, item.amount) AS id,
               item.*, COALESCE(item.date_due < item.overdue_before, FALSE) AS is_overdue
          FROM (
            SELECT profile.id AS profile_id, doc.*,
                   CASE WHEN doc.bucket = 'bill' THEN doc.date_maturity ELSE %(due)s END AS date_due,
                   %(today)s - profile.grace_days AS overdue_before
              FROM document doc
              JOIN scope profile ON profile.member_id = doc.partner_id
                   AND profile.document_company_id = doc.document_company_id
          ) item
        """,
        today=today,
        due=due_date(today),
        documents=with_documents(today, tz),
    )


def _rates(today):
    """Return the factors from the currencies of documents to those of profiles, as Odoo converts.

    Empty where no rate is known on either side. The latest rate of the company or of all counts; when every rate is
    later than today, the first one.
    """

    def per_unit(currency):
        return SQL(
            """
            (SELECT r.rate FROM res_currency_rate r
              WHERE r.currency_id = %(currency)s AND (r.company_id IS NULL OR r.company_id = pair.root_id)
              ORDER BY r.name <= %(today)s DESC, r.company_id,
                       CASE WHEN r.name <= %(today)s THEN r.name END DESC, r.name
              LIMIT 1)
            """,
            currency=SQL.identifier("pair", currency),
            today=today,
        )

    return SQL(
        """
        SELECT pair.root_id, pair.currency_id, pair.target_id, target.decimal_places,
               CASE WHEN known.source IS NOT NULL OR known.target IS NOT NULL
                    THEN COALESCE(known.target, 1) / COALESCE(known.source, 1) END AS factor
          FROM (SELECT DISTINCT root_id, currency_id, target_id FROM part WHERE currency_id != target_id) pair
          JOIN res_currency target ON target.id = pair.target_id
         CROSS JOIN LATERAL (SELECT %(source)s AS source, %(target)s AS target OFFSET 0) known
        """,
        source=per_unit("currency_id"),
        target=per_unit("target_id"),
    )
