-- Sealed under the Round's key: by what the author of a Voice can be muted in the group. Goes with the Voice.
ALTER TABLE voice ADD COLUMN mute BLOB;

-- A random value for each group, so that the same person is named differently in each.
CREATE TABLE muting (
    address     TEXT    PRIMARY KEY,
    salt        BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- Who may not answer in a group for a while: a keyed hash of the Address, and the day (since 1970-01-01, UTC) on which it ends. Not why, not since when.
CREATE TABLE muted (
    address     TEXT    NOT NULL,
    person      BLOB    NOT NULL,
    until_day   INTEGER NOT NULL,
    PRIMARY KEY (address, person)
) STRICT, WITHOUT ROWID;
