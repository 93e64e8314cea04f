-- What probes measured inside the networks of runs. docs/DATABASE.md explains it.
CREATE TABLE probe (
  id         INTEGER PRIMARY KEY,
  run_id     TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  type       TEXT NOT NULL,
  step       INTEGER NOT NULL CHECK (step >= 0),
  -- The probe as it was asked for, but when: one more of the same at the same step takes the place of this one.
  options    TEXT NOT NULL CHECK (json_valid(options)),
  -- `end` where it was asked for at the end of the run.
  moment     TEXT NOT NULL,
  kernels    TEXT NOT NULL,
  precision  TEXT NOT NULL CHECK (precision IN ('float32', 'float64')),
  statistics TEXT NOT NULL CHECK (json_valid(statistics)),
  part       TEXT NOT NULL CHECK (part IN ('train', 'validation', 'test')),
  samples    BLOB NOT NULL,              -- rows in the dataset, little-endian int32
  took_ms    REAL NOT NULL,
  created_at INTEGER NOT NULL,
  problem    TEXT,                       -- why there are no numbers
  numbers    TEXT NOT NULL CHECK (json_valid(numbers)),
  arrays     TEXT NOT NULL CHECK (json_valid(arrays)), -- name, shape and axes of each
  data       BLOB NOT NULL,              -- their numbers, one array after the other, little-endian float64
  UNIQUE (run_id, type, step, options)
) STRICT;

-- What a run is busy with beside training, for whoever looks: a probe and how far it is.
ALTER TABLE run ADD COLUMN activity TEXT CHECK (json_valid(activity));
CREATE INDEX run_activity ON run (activity ->> '$.host') WHERE activity IS NOT NULL;
