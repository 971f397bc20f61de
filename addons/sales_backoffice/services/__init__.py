from . import credit_gate
