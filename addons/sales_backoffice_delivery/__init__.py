from . import models, reports, rules, services, wizards
