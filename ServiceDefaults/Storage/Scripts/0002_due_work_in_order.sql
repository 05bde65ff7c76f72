-- Due work is claimed in the order (due_at, kind, key), many items of one instant at once: the index gives that order, however many are due together.
CREATE INDEX due_work_in_order ON platform.due_work (realm_id, due_at, kind, key) WHERE set_aside_at IS NULL;
-- Its beginning is all that this one was.
DROP INDEX platform.due_work_by_realm;
