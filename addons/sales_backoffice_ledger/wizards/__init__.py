from . import receivable_promise_entry, sales_ledger_period
