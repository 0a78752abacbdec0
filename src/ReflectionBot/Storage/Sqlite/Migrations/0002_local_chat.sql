-- What the local chat's page shows again after a reload. body and wrapped are encrypted.

-- The random key of one Address's lines, wrapped by the master key; gone with them when they are cleared.
CREATE TABLE local_chat_key (
    address     TEXT    PRIMARY KEY,
    id          INTEGER NOT NULL,
    wrapped     BLOB    NOT NULL
) STRICT;

-- position: the version at which the line came; version: at which it last changed.
CREATE TABLE local_chat_line (
    address     TEXT    NOT NULL REFERENCES local_chat_key (address),
    id          TEXT    NOT NULL,
    position    INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    body        BLOB    NOT NULL,
    PRIMARY KEY (address, id)
) STRICT;
CREATE INDEX local_chat_line_position ON local_chat_line (address, position);

-- One row: the latest version given out. It never falls, so that a page that was away knows what it has not seen.
CREATE TABLE local_chat_version (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    latest      INTEGER NOT NULL
) STRICT;
INSERT INTO local_chat_version (one, latest) VALUES (1, 0);
