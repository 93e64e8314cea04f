-- Questions asked of several runs. docs/DATABASE.md explains it.
CREATE TABLE study (
  id         TEXT PRIMARY KEY CHECK (length(id) = 36),
  name       TEXT NOT NULL UNIQUE CHECK (name <> ''),
  title      TEXT NOT NULL,
  spec       TEXT NOT NULL CHECK (json_valid(spec)),
  -- What was asked for last; how its runs stand is found in `run`.
  state      TEXT NOT NULL DEFAULT 'idle' CHECK (state IN ('idle', 'running', 'paused', 'stopped')),
  prediction TEXT CHECK (prediction <> ''), -- what the person expected before
  note       TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  changed    INTEGER NOT NULL
) STRICT;

-- The runs of a study are found by what they are, not listed: by the hash of their specification, and their seed.
CREATE INDEX run_group ON run (group_hash);

-- `study` holds the count of changes as it was when the set of studies, or one of them, last changed.
CREATE TABLE new_counter (
  name  TEXT PRIMARY KEY CHECK (name IN ('change', 'dataset', 'study')),
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO new_counter SELECT name, value FROM counter;
INSERT INTO new_counter (name, value) VALUES ('study', 0);
DROP TABLE counter;
ALTER TABLE new_counter RENAME TO counter;
