"""Headless Chromium through its DevTools protocol. Runs in ``.venv`` (needs websocket-client)."""

import base64
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import websocket

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-allow-origins=*",
    "--remote-debugging-port=0",
]
PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0 Mobile Safari/537.36"
)
_SCROLLED = ".o_content, .o_renderer, .o_form_view, .o_form_sheet_bg, .o_action, .modal, #wrapwrap"
_CLICKABLE = "button, a, [role=tab], [role=menuitem], .dropdown-item, label, span, td"
_WORKER = "/bus/websocket_worker"  # a shared worker: the tab never hears that it has arrived


class BrowserError(Exception):
    """The browser did not do what was asked."""


class Browser:
    """One tab: navigate, evaluate, wait until the page rests, take its picture."""

    def __init__(self, *, phone=False, width=None, height=None):
        self.profile = Path(tempfile.mkdtemp(prefix="backoffice-chromium-"))
        program = (
            shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
        )
        if not program:
            raise BrowserError("no Chromium on PATH")
        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={self.profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.socket = websocket.create_connection(self._target(), timeout=60, suppress_origin=True)
        self.last_id = 0
        self.pending = set()  # network requests under way
        self.messages = []  # console errors and uncaught exceptions
        self.loaded = False
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self._emulate(phone, width or (390 if phone else 1440), height or (844 if phone else 900))

    def close(self):
        try:
            self.call("Browser.close")
            self.process.wait(10)
        except Exception:  # it is going away either way
            self.process.kill()
        shutil.rmtree(self.profile, ignore_errors=True)

    def _target(self):
        port_file = self.profile / "DevToolsActivePort"
        for _ in range(300):
            if port_file.exists() and len(lines := port_file.read_text().splitlines()) == 2:
                return self._page_address(lines[0])
            time.sleep(0.1)
        raise BrowserError("Chromium did not start")

    def _page_address(self, port):
        from urllib.request import ProxyHandler, build_opener

        opener = build_opener(ProxyHandler({}))
        for _ in range(50):
            targets = json.load(opener.open(f"http://127.0.0.1:{port}/json", timeout=10))
            pages = [each for each in targets if each["type"] == "page"]
            if pages:
                return pages[0]["webSocketDebuggerUrl"]
            time.sleep(0.1)
        raise BrowserError("Chromium opened no page")

    def _emulate(self, phone, width, height):
        self.phone, self.width, self.height = phone, width, height
        self.resize(height)
        if phone:
            self.call("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=5)
            self.call("Emulation.setUserAgentOverride", userAgent=PHONE_AGENT)

    def resize(self, height):
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=self.width,
            height=height,
            deviceScaleFactor=2 if self.phone else 1,
            mobile=self.phone,
        )

    def call(self, method, **params):
        """One protocol call; events arriving meanwhile are noted."""
        self.last_id += 1
        wanted = self.last_id
        self.socket.send(json.dumps({"id": wanted, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == wanted:
                if "error" in message:
                    raise BrowserError(f"{method}: {message['error'].get('message')}")
                return message.get("result", {})
            self._note(message)

    def _note(self, message):
        name, params = message.get("method"), message.get("params", {})
        if name == "Network.requestWillBeSent" and _WORKER not in params["request"]["url"]:
            self.pending.add(params["requestId"])
        elif name in {"Network.loadingFinished", "Network.loadingFailed"}:
            self.pending.discard(params["requestId"])
        elif name == "Page.loadEventFired":
            self.loaded = True
        elif name == "Page.javascriptDialogOpening":
            self.messages.append(f"dialog: {params['message']}")
        elif name == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.messages.append(details.get("exception", {}).get("description") or details.get("text", ""))
        elif name == "Runtime.consoleAPICalled" and params["type"] == "error":
            self.messages.append(
                " ".join(str(a.get("value") or a.get("description", "")) for a in params["args"])
            )

    def listen(self, duration):
        """Handle events for a while."""
        until = time.monotonic() + duration
        while (left := until - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                self._note(json.loads(self.socket.recv()))
            except websocket.WebSocketTimeoutException:
                break
            finally:
                self.socket.settimeout(60)

    def evaluate(self, expression):
        """Value of a JavaScript expression (promises are awaited)."""
        result = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True
        )
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description") or details["text"])
        return result["result"].get("value")

    def set_cookie(self, url, name, value):
        self.call("Network.setCookie", url=url, name=name, value=value)

    def goto(self, url):
        self.loaded = False
        self.pending.clear()
        result = self.call("Page.navigate", url=url)
        if result.get("errorText"):
            raise BrowserError(f"{url}: {result['errorText']}")
        self.wait_idle()

    def wait_idle(self, timeout=60, quiet=0.6):
        """Until the page has loaded, no request is under way and Odoo shows no loading sign."""
        until = time.monotonic() + timeout
        rest_since = None
        while time.monotonic() < until:
            self.listen(0.1)
            resting = self.loaded and not self.pending and self._is_resting()
            rest_since = (rest_since or time.monotonic()) if resting else None
            if rest_since and time.monotonic() - rest_since >= quiet:
                return
        raise BrowserError(f"the page did not come to rest within {timeout} s")

    def _is_resting(self):
        return self.evaluate(
            "document.readyState === 'complete'"
            " && !document.querySelector('.o_loading_indicator, .o_blockUI, .o_view_sample_data_loading')"
            " && (!document.querySelector('.o_web_client')"
            " || !!document.querySelector('.o_action_manager > *'))"
        )

    def wait_for(self, selector, timeout=20):
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            if self.evaluate(f"!!({_finder(selector)})"):
                return
            self.listen(0.2)
        raise BrowserError(f"nothing matches {selector!r}")

    def click(self, selector):
        """Click as a person does: mouse (or finger) on the middle of the element."""
        self.wait_for(selector)
        x, y = self.evaluate(
            f"(() => {{ const el = {_finder(selector)}; el.scrollIntoView({{block: 'center'}});"
            " const r = el.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.wait_idle()

    def fill(self, selector, text):
        """Put text into a field, replacing what is there."""
        self.click(selector)
        self.evaluate(
            f"(() => {{ const el = {_finder(selector)}; el.focus(); el.select && el.select(); }})()"
        )
        self.call("Input.insertText", text=text)
        self.wait_idle()

    def screenshot(self, target, *, full=True):
        if full:
            self._grow()
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=False)["data"]
        target = Path(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(base64.b64decode(data))

    def _grow(self):
        """Make the window as tall as the longest scrolled area, up to 6000 px."""
        hidden = self.evaluate(
            "Math.max(0, document.documentElement.scrollHeight - innerHeight,"
            f" ...[...document.querySelectorAll('{_SCROLLED}')]"
            ".filter(el => el.clientHeight > 200).map(el => el.scrollHeight - el.clientHeight))"
        )
        if hidden:
            self.resize(min(self.height + int(hidden) + 1, 6000))
            self.wait_idle()


def _finder(selector):
    """JavaScript for the first visible match; ``text=…`` finds a button, link or label by its words."""
    if selector.startswith("text="):
        words = json.dumps(selector[5:])
        found = (
            f"[...document.querySelectorAll('{_CLICKABLE}')]"
            f".filter(el => el.textContent.trim().includes({words}))"
        )
    else:
        found = f"[...document.querySelectorAll({json.dumps(selector)})]"
    return f"{found}.find(el => el.getClientRects().length)"
