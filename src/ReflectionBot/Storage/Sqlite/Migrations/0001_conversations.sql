-- Everything in a BLOB named state, body or wrapped is encrypted; see docs on privacy for what is not.
-- Instants are Unix milliseconds (UTC).

-- One row: which master key this database belongs to, so that a wrong one is recognised at the start.
CREATE TABLE store (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    master_key  TEXT    NOT NULL,
    made_at     INTEGER NOT NULL
) STRICT;

-- The random key of one Address, wrapped by the master key. Without its row nothing of that Address can be read.
CREATE TABLE data_key (
    address     TEXT    PRIMARY KEY,
    id          INTEGER NOT NULL,
    wrapped     BLOB    NOT NULL
) STRICT;

CREATE TABLE conversation (
    address       TEXT    PRIMARY KEY REFERENCES data_key (address),
    version       INTEGER NOT NULL,
    key_id        INTEGER NOT NULL,
    state         BLOB    NOT NULL,
    wakes_at      INTEGER,
    last_active   INTEGER NOT NULL
) STRICT;
CREATE INDEX conversation_wakes ON conversation (wakes_at) WHERE wakes_at IS NOT NULL;

-- Inputs taken. The id is a keyed hash of the platform's id: enough to recognise a second delivery, and no trace of whose it was.
CREATE TABLE input (
    id          BLOB    PRIMARY KEY,
    taken_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX input_taken ON input (taken_at);

CREATE TABLE entry (
    address     TEXT    NOT NULL REFERENCES data_key (address),
    id          TEXT    NOT NULL,
    kept_at     INTEGER NOT NULL,
    body        BLOB    NOT NULL,
    UNIQUE (address, id)
) STRICT;

-- state: 0 queued, 1 claimed (an attempt may be under way), 2 doubtful (an attempt may have arrived).
-- last_word: said by a turn that forgot the Address; encrypted under the master key because the Address has no key any more.
CREATE TABLE outbox (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT    NOT NULL UNIQUE CHECK (length(id) <= 25),
    address      TEXT    NOT NULL,
    urgency      INTEGER NOT NULL,
    last_word    INTEGER NOT NULL DEFAULT 0,
    body         BLOB    NOT NULL,
    state        INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)),
    attempts     INTEGER NOT NULL DEFAULT 0,
    not_before   INTEGER
) STRICT;
CREATE INDEX outbox_address ON outbox (address);

-- What the platform called our messages: for edits, retirements and removals. No text.
CREATE TABLE sent_message (
    address     TEXT    NOT NULL,
    outbox_id   TEXT    NOT NULL,
    part        INTEGER NOT NULL,
    reply_key   TEXT,
    message_id  TEXT    NOT NULL,
    sent_at     INTEGER NOT NULL,
    PRIMARY KEY (address, outbox_id, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX sent_message_key ON sent_message (address, reply_key) WHERE reply_key IS NOT NULL;
CREATE INDEX sent_message_age ON sent_message (sent_at);

-- Source of every flow revision a Run may still stand on.
CREATE TABLE flow_source (
    flow_id     TEXT    NOT NULL,
    revision    TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (flow_id, revision)
) STRICT;
