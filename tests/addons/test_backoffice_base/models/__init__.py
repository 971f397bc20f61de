from . import approval_rule, errand, report, request
