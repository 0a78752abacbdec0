// One durable write for each step, as the figures of peers were taken: a database with a log, flushed only when the log is written out.
import Database from "better-sqlite3";

export function openStore() {
  const database = new Database("peer.db");
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  database.exec("CREATE TABLE IF NOT EXISTS conversation (person TEXT PRIMARY KEY, step INTEGER NOT NULL, state TEXT NOT NULL)");
  const upsert = database.prepare(
    "INSERT INTO conversation (person, step, state) VALUES (?, 1, ?) ON CONFLICT (person) DO UPDATE SET step = step + 1, state = excluded.state RETURNING step",
  );
  return (person) => upsert.get(String(person), JSON.stringify({ person: String(person), at: Date.now() })).step;
}
