-- Runs that go on from where they, or others, stood. docs/DATABASE.md explains it.

-- For a run that began at a checkpoint of another one: which one, and after how many updates. The other may be gone.
ALTER TABLE run ADD COLUMN parent_id TEXT;
ALTER TABLE run ADD COLUMN parent_step INTEGER CHECK ((parent_id IS NULL) = (parent_step IS NULL));

-- `latest`: where the run can go on; each one replaces the one before. `origin`: where a run with a parent began.
CREATE TABLE checkpoint (
  run_id       TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  kind         TEXT NOT NULL CHECK (kind IN ('origin', 'latest')),
  step         INTEGER NOT NULL CHECK (step >= 0),
  evaluated_at INTEGER NOT NULL, -- step of the last evaluation before it
  training_ms  REAL NOT NULL,
  created_at   INTEGER NOT NULL,
  bytes        BLOB NOT NULL,    -- engine/checkpoint.ts
  PRIMARY KEY (run_id, kind)
) STRICT;
