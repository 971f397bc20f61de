from . import controllers, models, reports, services, wizards
