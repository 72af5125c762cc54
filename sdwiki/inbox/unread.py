"""How many notices wait, counted by the statement that reads the session, so that a header costs none of its own."""

UNREAD = "(SELECT count(*) FROM inbox_notice n WHERE n.person_id = u.id AND n.read_at IS NULL)"
