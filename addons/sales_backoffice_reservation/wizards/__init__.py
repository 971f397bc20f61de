from . import base_partner_merge, invoice_goods_order, invoice_handover, invoice_import, invoice_import_line
