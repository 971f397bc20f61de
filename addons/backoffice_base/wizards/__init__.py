from . import approval_reason
