from . import xlsx_table
