"""A plan for a date: what to review, and what to begin, on each day until it. Pure."""
