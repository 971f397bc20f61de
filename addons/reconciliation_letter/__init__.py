from . import controllers, models, reports, rules, services, wizards
