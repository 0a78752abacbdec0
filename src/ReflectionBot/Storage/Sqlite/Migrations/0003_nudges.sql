-- Nudges that were due and were not sent: how many on a day (days since 1970-01-01, UTC) for which reason. Names nobody.
CREATE TABLE nudge_drop (
    day     INTEGER NOT NULL,
    reason  TEXT    NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (day, reason)
) STRICT, WITHOUT ROWID;

-- One row: the version of the tz database by which conversation.wakes_at was reckoned last.
CREATE TABLE zone_rules (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    version TEXT    NOT NULL
) STRICT;
