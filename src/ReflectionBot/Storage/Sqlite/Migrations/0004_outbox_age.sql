-- When a row was committed, so that one that can never be sent does not stay for ever. What is there already begins to age now.
ALTER TABLE outbox ADD COLUMN committed_at INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET committed_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000;
