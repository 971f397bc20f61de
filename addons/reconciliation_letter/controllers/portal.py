"""The page of a letter for its partner: by the link of the letter, or logged in on the portal."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..rules import answer_form
from ..rules.answer_scan import MAX_BYTES, MAX_FILES

PAGE, MINE = "/reconciliation", "/my/reconciliation"
LANGUAGES = ("zh_TW", "zh_CN", "en_US")
LARGEST_ID = 2**31 - 1
#: the files and a long form around them
MAX_REQUEST = MAX_FILES * MAX_BYTES + 2 * 2**20


def both(tail="", **options):
    """Return the route of a page under its link and under the login."""
    options = {
        "type": "http",
        "auth": "public",
        "website": True,
        "multilang": False,
        "sitemap": False,
    } | options
    mine = f"{MINE}/<int(min=1, max={LARGEST_ID}):letter_id>"
    return http.route([f"{PAGE}/<string:token>{tail}", f"{mine}{tail}"], **options)


class ReconciliationPortal(CustomerPortal):
    # --- the list of who is logged in -------------------------------------------

    def _prepare_home_portal_values(self, counters):
        # EXTENDS portal
        values = super()._prepare_home_portal_values(counters)
        if "reconciliation_letter_count" in counters:
            letters = request.env["reconciliation.letter"]
            values["reconciliation_letter_count"] = letters._count_portal_letters()
        return values

    @http.route([MINE, f"{MINE}/page/<int:page>"], type="http", auth="user", website=True)
    def portal_my_letters(self, page=1, **kw):
        letters = request.env["reconciliation.letter"]
        total = letters._count_portal_letters()
        page = page if isinstance(page, int) else 1  # a query brings text
        pages = pager(url=MINE, total=total, page=page, step=self._items_per_page)
        values = self._prepare_portal_layout_values() | {
            "letters": letters._get_portal_letters(limit=self._items_per_page, offset=pages["offset"]),
            "page_name": "reconciliation_letter",
            "pager": pages,
            "default_url": MINE,
        }
        return request.render("reconciliation_letter.portal_my_letters", values)

    # --- the page of one letter ---------------------------------------------------

    @both(methods=["GET"])
    def letter_page(self, token=None, letter_id=None, lang=None, done=None, **kw):
        letter_sudo, refusal = self._find(token, letter_id, lang)
        if refusal:
            return refusal
        return self._render_page(letter_sudo, done=done if done in ("answer", "scan") else None)

    @both("/seen", methods=["POST"])
    def letter_seen(self, token=None, letter_id=None, **kw):
        """Note that somebody looks at the page: asked for by the page itself, once a person moves on it."""
        letter_sudo, refusal = self._find(token, letter_id)
        if refusal:
            return refusal
        agent = request.httprequest.user_agent.string
        letter_sudo._see_from_page(f"{self._get_evidence()}, {agent}")
        return request.make_response("", [("Cache-Control", "no-store")])

    @both("/pdf", methods=["GET"])
    def letter_pdf(self, token=None, letter_id=None, download=None, **kw):
        letter_sudo, refusal = self._find(token, letter_id)
        if refusal:
            return refusal
        if self._is_limited("download", letter_sudo):
            return self._render_busy()
        content = letter_sudo._get_portal_pdf()
        name = letter_sudo.name.replace("/", "-")
        kind = "attachment" if download else "inline"
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Length", str(len(content))),
            ("Content-Disposition", f'{kind}; filename="{name.encode("ascii", "ignore").decode()}.pdf"'),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "private, no-store"),
        ]
        return request.make_response(content, headers)

    @both("/answer", methods=["POST"], max_content_length=MAX_REQUEST)
    def letter_answer(self, token=None, letter_id=None, lang=None, **form):
        letter_sudo, refusal = self._find(token, letter_id, lang)
        if refusal:
            return refusal
        return self._submit(letter_sudo, "_answer_from_page", form, "answer", lang)

    @both("/scan", methods=["POST"], max_content_length=MAX_REQUEST)
    def letter_scan(self, token=None, letter_id=None, lang=None, **form):
        letter_sudo, refusal = self._find(token, letter_id, lang)
        if refusal:
            return refusal
        return self._submit(letter_sudo, "_scan_from_page", form, "scan", lang)

    @http.route(
        [f"{PAGE}/<path:rest>", f"{MINE}/<string:rest>", f"{MINE}/<path:rest>"],
        type="http",
        auth="public",
        website=True,
        multilang=False,
        sitemap=False,
        methods=["GET"],
    )
    def nowhere(self, rest=None, lang=None, **kw):
        """Answer what is no address of ours in words; Odoo itself fails on some of them."""
        return self._render_unknown(lang)

    def _submit(self, letter_sudo, method, form, done, lang):
        """Do what the form asks, all of it or nothing, and show the page again; a reload repeats nothing."""
        if self._is_limited("answer", letter_sudo):
            return self._render_busy()
        files = request.httprequest.files.getlist("scan")
        try:
            contents = [file.read(MAX_BYTES + 1) for file in files[: MAX_FILES + 1] if file and file.filename]
            with request.env.cr.savepoint():
                getattr(letter_sudo, method)(form, contents, self._get_evidence())
        except UserError as refused:
            return self._render_page(letter_sudo, form=form, error=str(refused), status=400)
        query = f"?done={done}" + (f"&lang={lang}" if lang in LANGUAGES else "")
        return request.redirect(f"{self._get_base(letter_sudo)}{query}", code=303)

    # --- finding the letter ---------------------------------------------------------

    def _find(self, token, letter_id, lang=None):
        """Return ``(letter, None)`` in the language of its reader, or ``(None, what is shown instead)``."""
        letters = request.env["reconciliation.letter"]
        if isinstance(letter_id, int):  # from the address; a form or a query only brings text
            if request.env.user._is_public():
                return None, request.redirect(f"/web/login?redirect={MINE}/{letter_id}")
            letter_sudo = letters._get_portal_letters([("id", "=", letter_id)])
        else:
            if self._is_limited("unknown"):
                return None, self._render_busy()
            letter_sudo = letters._find_by_token(token)
            if not letter_sudo:
                request.env["reconciliation.portal.attempt"]._note("unknown", self._get_address())
        if not letter_sudo:
            return None, self._render_unknown(lang)
        request.reconciliation_by_link = not isinstance(letter_id, int)
        code = self._set_language(lang, letter_sudo.lang or letter_sudo.partner_id.lang)
        if not letter_sudo.is_intact:
            letter_sudo._tell_broken()
            return None, self._render_broken(letter_sudo.with_context(lang=code))
        return letter_sudo.with_context(lang=code), None

    def _set_language(self, chosen, otherwise=None):
        """Speak the language the reader chose, else that of the letter."""
        installed = dict(request.env["res.lang"].sudo().get_installed())
        wanted = [code for code in (chosen, otherwise) if code in installed]
        code = wanted[0] if wanted else request.env.lang
        request.update_context(lang=code)
        request.lang = request.env["res.lang"]._get_data(code=code)
        return code

    def _is_limited(self, scope, letter_sudo=None):
        key = letter_sudo.id if letter_sudo else self._get_address()
        attempts = request.env["reconciliation.portal.attempt"]
        if attempts._is_limited(scope, key):
            return True
        if letter_sudo:
            attempts._note(scope, key)
        return False

    def _get_address(self):
        return request.httprequest.remote_addr or ""

    def _get_evidence(self):
        user = request.env.user
        login = "" if user._is_public() else f", {user.login}"
        return f"{self._get_address()}{login}"

    # --- what is shown ----------------------------------------------------------------

    def _get_base(self, letter_sudo):
        by_link = getattr(request, "reconciliation_by_link", True)
        return letter_sudo._get_link_path() if by_link else f"{MINE}/{letter_sudo.id}"

    def _render_page(self, letter_sudo, form=None, error=None, done=None, status=200):
        letter = letter_sudo.with_context(lang=request.env.lang)
        installed = dict(request.env["res.lang"].sudo().get_installed())
        reasons = letter.env["reconciliation.difference"]._fields["reason"]._description_selection(letter.env)
        is_staff = request.env.user._is_internal()
        values = {
            "letter": letter,
            "base": self._get_base(letter_sudo),
            "form": {name: value for name, value in (form or {}).items() if isinstance(value, str)},
            "error": error,
            "done": done,
            "reasons": reasons,
            "new_rows": range(answer_form.NEW_ROWS),
            "is_staff": is_staff,
            "seen_url": not is_staff and not letter.delivered_on and f"{self._get_base(letter_sudo)}/seen",
            "takes_answers": letter._takes_answers() and not is_staff,
            "waits_for_answer": letter._waits_for_answer() and not is_staff,
            "takes_scans": letter._takes_scans() and not is_staff,
            "shown_lines": letter._get_portal_lines(),
            "languages": [code for code in LANGUAGES if code in installed],
            "res_company": letter.company_id,
            "page_name": "reconciliation_letter",
        }
        response = request.render("reconciliation_letter.portal_letter", values, status=status)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def _render_unknown(self, lang=None):
        self._set_language(lang)
        return request.render("reconciliation_letter.portal_unknown", {}, status=404)

    def _render_broken(self, letter_sudo):
        """Show nothing of a letter whose figures are no longer those that were sealed."""
        values = {"letter": letter_sudo, "contact": letter_sudo._get_owner()}
        response = request.render("reconciliation_letter.portal_broken", values, status=409)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _render_busy(self):
        return request.render("reconciliation_letter.portal_busy", {}, status=429)
