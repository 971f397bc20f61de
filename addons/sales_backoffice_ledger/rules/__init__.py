from . import ageing, tieout
