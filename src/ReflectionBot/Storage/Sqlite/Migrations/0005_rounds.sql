-- Voices of open Rounds. Both tables lose a Round's rows when it ends; what is then left names nobody, because there is nothing left.

-- The random key of one Round, wrapped by the master key. Without its row neither authors nor words can be found out.
CREATE TABLE round (
    id          TEXT    PRIMARY KEY,
    address     TEXT    NOT NULL,
    open        INTEGER NOT NULL CHECK (open IN (0, 1)),
    key_id      INTEGER NOT NULL,
    wrapped     BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- author: keyed hash of the Address under the Round's key. No row number, no time: the rows stand in the order of that hash.
CREATE TABLE voice (
    round       TEXT    NOT NULL REFERENCES round (id),
    author      BLOB    NOT NULL,
    body        BLOB    NOT NULL,
    PRIMARY KEY (round, author)
) STRICT, WITHOUT ROWID;
