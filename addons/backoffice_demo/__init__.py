from . import build, rules
from .hooks import post_init_hook
