-- What failed is looked up by people, among however much is due.
CREATE INDEX due_work_failed ON platform.due_work (realm_id, kind) WHERE error IS NOT NULL;
