import { registry } from "@web/core/registry";
import { formatPercentage } from "@web/views/fields/formatters";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

const COLOURS = { under_floor: "danger", outside: "danger", no_price: "warning", special: "info" };

/** The list price, and below it how far the line is off and what that means: one column for the price guard. */
export class PriceCheckField extends FloatField {
    static template = "sales_backoffice_price.PriceCheckField";

    get status() {
        return this.props.record.data.price_status;
    }

    get colour() {
        return COLOURS[this.status] || "muted";
    }

    get deviation() {
        const { price_deviation: deviation } = this.props.record.data;
        return this.value && deviation ? formatPercentage(deviation) : "";
    }

    get finding() {
        const labels = Object.fromEntries(this.props.record.fields.price_status.selection);
        return this.status in COLOURS ? labels[this.status] : "";
    }
}

registry.category("fields").add("price_check", {
    ...floatField,
    component: PriceCheckField,
    supportedTypes: ["float"],
    fieldDependencies: [
        { name: "price_deviation", type: "float" },
        { name: "price_status", type: "selection" },
    ],
    listViewWidth: 80,
});
