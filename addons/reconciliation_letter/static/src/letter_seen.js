import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { post } from "@web/core/network/http_service";

/**
 * Tells that a person looks at the page of a letter. Fetching the address does not: link previews, mail scanners and
 * prefetching browsers do that as well, but nobody moves, scrolls or types there.
 */
export class LetterSeen extends Interaction {
    static selector = "#reconciliation_letter_page[data-seen-url]";
    dynamicContent = {
        _document: {
            "t-on-pointermove": this.look,
            "t-on-pointerdown": this.look,
            "t-on-keydown": this.look,
            "t-on-wheel": this.look,
            "t-on-touchstart": this.look,
        },
    };

    async look() {
        if (this.told || document.visibilityState !== "visible") {
            return;
        }
        this.told = true;
        await this.waitFor(post(this.el.dataset.seenUrl, { csrf_token: odoo.csrf_token }, "text"));
        this.el.dataset.seen = "1";
    }
}

registry.category("public.interactions").add("reconciliation_letter.letter_seen", LetterSeen);
