"""Log in to a running server and take pictures of its screens. Started by ``./backoffice screenshot``."""

import argparse
import re
import sys
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

from .devtools import Browser, BrowserError


class _Ordered(argparse.Action):
    """Keep --click, --fill, --wait and --js in the order they were given."""

    def __call__(self, parser, namespace, values, option_string=None):
        namespace.actions = [*(namespace.actions or []), (self.dest, values)]


def add_arguments(parser):
    parser.add_argument("login", help="user, or - for nobody")
    parser.add_argument("password")
    parser.add_argument("path", help="for example /odoo/sales or /web/login")
    parser.add_argument("target", help="PNG file to write")
    parser.add_argument("--url", default="http://127.0.0.1:8069", help="running server (default %(default)s)")
    parser.add_argument("--phone", action="store_true", help="390 px wide, touch, mobile browser")
    parser.add_argument("--width", type=int)
    parser.add_argument("--height", type=int)
    parser.add_argument(
        "--viewport", action="store_true", help="only the window, not the whole scrolled page"
    )
    parser.add_argument("--dark", action="store_true")
    parser.set_defaults(actions=[])
    parser.add_argument(
        "--click", action=_Ordered, metavar="SELECTOR", help="CSS selector or text=WORDS; repeatable"
    )
    parser.add_argument("--fill", action=_Ordered, nargs=2, metavar=("SELECTOR", "TEXT"))
    parser.add_argument("--wait", action=_Ordered, metavar="SELECTOR")
    parser.add_argument("--js", action=_Ordered, metavar="EXPRESSION")


def session_cookie(url, login, password):
    """Log in through the form as people do; works for internal and portal users."""
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar), ProxyHandler({}))
    page = opener.open(f"{url}/web/login", timeout=60).read().decode()
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    data = {"login": login, "password": password, "csrf_token": token[1] if token else ""}
    answer = opener.open(f"{url}/web/login", urlencode(data).encode(), timeout=60)
    if answer.url.split("?")[0].endswith("/web/login"):
        raise BrowserError(f"login as {login!r} refused")
    return next(cookie.value for cookie in jar if cookie.name == "session_id")


def take(args):
    cookie = None if args.login == "-" else session_cookie(args.url, args.login, args.password)
    browser = Browser(phone=args.phone, width=args.width, height=args.height)
    try:
        if cookie:
            browser.set_cookie(args.url, "session_id", cookie)
        if args.dark:
            browser.set_cookie(args.url, "color_scheme", "dark")
        browser.goto(args.path if args.path.startswith("http") else args.url + args.path)
        for kind, value in args.actions:
            _act(browser, kind, value)
        browser.screenshot(args.target, full=not args.viewport)
        dialog = browser.evaluate("document.querySelector('.o_error_dialog')?.innerText || ''")
    finally:
        browser.close()
    for message in browser.messages:
        print(f"console: {message[:500]}", file=sys.stderr)
    if dialog:
        print(f"error dialog: {dialog[:1000]}", file=sys.stderr)
    return 1 if dialog else 0


def _act(browser, kind, value):
    if kind == "click":
        browser.click(value)
    elif kind == "fill":
        browser.fill(*value)
    elif kind == "wait":
        browser.wait_for(value)
    else:
        browser.evaluate(value)
        browser.wait_idle()


def main():
    parser = argparse.ArgumentParser(prog="backoffice screenshot", description=__doc__.splitlines()[0])
    add_arguments(parser)
    try:
        return take(parser.parse_args())
    except (BrowserError, OSError) as error:
        print(f"backoffice screenshot: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
