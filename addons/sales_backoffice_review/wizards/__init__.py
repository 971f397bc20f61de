from . import delivery_review_day, delivery_review_reopen
