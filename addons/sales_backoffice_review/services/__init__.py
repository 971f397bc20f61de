from . import delivery_review_changes, delivery_review_facts, delivery_review_queue
