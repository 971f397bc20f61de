from . import models, services
from .hooks import post_init_hook
