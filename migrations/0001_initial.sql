-- Everything that is known about runs, and the registry of datasets. docs/DATABASE.md explains each table.
-- Times are UTC milliseconds. NaN cannot be stored as REAL: it is NULL there, and a string in JSON.

-- Programs that carry runs out (or did, and died before they could take their row away).
CREATE TABLE host (
  id         TEXT PRIMARY KEY,
  process_id INTEGER NOT NULL,
  computer   TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  heartbeat  INTEGER NOT NULL
) STRICT;

CREATE TABLE run (
  id           TEXT PRIMARY KEY CHECK (length(id) = 36),
  name         TEXT NOT NULL CHECK (name <> ''),
  status       TEXT NOT NULL CHECK (status IN
                 ('queued', 'running', 'paused', 'completed', 'stopped', 'diverged', 'failed', 'interrupted')),
  reason       TEXT NOT NULL DEFAULT '',
  created_at   INTEGER NOT NULL,
  started_at   INTEGER,
  ended_at     INTEGER,
  trashed_at   INTEGER,
  step         INTEGER NOT NULL DEFAULT 0 CHECK (step >= 0),
  training_ms  REAL NOT NULL DEFAULT 0,
  changed      INTEGER NOT NULL,
  -- The program that carries it out; set exactly while it runs or is paused.
  host         TEXT REFERENCES host (id) ON DELETE SET NULL,
  -- The program that will carry it out while that one lives; NULL: whichever comes first.
  home         TEXT REFERENCES host (id) ON DELETE SET NULL,
  -- What another program asks of the one that carries it out.
  request      TEXT CHECK (request IN ('pause', 'resume', 'stop')),
  spec_hash    TEXT NOT NULL,
  group_hash   TEXT NOT NULL,
  dataset_name TEXT NOT NULL,
  dataset_hash TEXT NOT NULL,
  summary      TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(summary)),
  sparkline    BLOB,
  spec         TEXT NOT NULL CHECK (json_valid(spec))
) STRICT;

CREATE INDEX run_listed ON run (trashed_at, id);
CREATE INDEX run_changed ON run (changed);
CREATE INDEX run_name ON run (name);
CREATE INDEX run_status ON run (status, id);
CREATE INDEX run_host ON run (host) WHERE host IS NOT NULL;
CREATE INDEX run_home ON run (home) WHERE home IS NOT NULL;

-- What is written once or seldom about a run, apart from what changes several times a second.
CREATE TABLE run_setup (
  run_id     TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
  note       TEXT NOT NULL DEFAULT '',
  versions   TEXT NOT NULL CHECK (json_valid(versions)),
  machine    TEXT NOT NULL CHECK (json_valid(machine)),
  kernels    TEXT,
  parameters INTEGER,
  layers     TEXT CHECK (json_valid(layers)),
  scaling    TEXT CHECK (json_valid(scaling)),
  samples    TEXT CHECK (json_valid(samples))
) STRICT;

CREATE TABLE tag (
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name   TEXT NOT NULL CHECK (name <> ''),
  PRIMARY KEY (run_id, name)
) STRICT, WITHOUT ROWID;

-- Runs that were deleted for ever, so that whoever looks away for a while learns of it.
CREATE TABLE removed_run (
  id      TEXT PRIMARY KEY,
  changed INTEGER NOT NULL
) STRICT;
CREATE INDEX removed_run_changed ON removed_run (changed);

-- One number a step, in chunks: value i of a chunk belongs to step first_step + i * stride.
CREATE TABLE series (
  id     INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name   TEXT NOT NULL,
  UNIQUE (run_id, name)
) STRICT;

CREATE TABLE series_chunk (
  series_id  INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
  first_step INTEGER NOT NULL,
  stride     INTEGER NOT NULL CHECK (stride > 0),
  count      INTEGER NOT NULL CHECK (count BETWEEN 1 AND 1000),
  minimum    REAL,                       -- of the finite values; NULL where there is none
  maximum    REAL,
  last       REAL,                       -- NULL stands for NaN
  non_finite INTEGER NOT NULL DEFAULT 0,
  data       BLOB NOT NULL CHECK (length(data) = count * 8), -- little-endian float64
  PRIMARY KEY (series_id, first_step)
) STRICT;

CREATE TABLE norm_layer (
  id         INTEGER PRIMARY KEY,
  run_id     TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  layer      TEXT NOT NULL,
  channels   INTEGER NOT NULL CHECK (channels > 0),
  records    INTEGER NOT NULL DEFAULT 0,
  first_step INTEGER NOT NULL DEFAULT 0,
  last_step  INTEGER NOT NULL DEFAULT 0,
  UNIQUE (run_id, layer)
) STRICT;

-- What one normalization layer looked like at one step: six fields of `channels` little-endian float32 each, in the
-- order batch mean, batch variance, running mean, running variance, gamma, beta.
CREATE TABLE norm_record (
  layer_id INTEGER NOT NULL REFERENCES norm_layer (id) ON DELETE CASCADE,
  step     INTEGER NOT NULL,
  data     BLOB NOT NULL,
  PRIMARY KEY (layer_id, step)
) STRICT;

CREATE TABLE dataset (
  name         TEXT PRIMARY KEY,
  hash         TEXT NOT NULL,
  info         TEXT NOT NULL CHECK (json_valid(info)),
  class_counts TEXT NOT NULL CHECK (json_valid(class_counts)),
  file         TEXT NOT NULL,
  imported_at  INTEGER
) STRICT;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

-- `run` counts every change of a run, `dataset` holds that count as it was when the set of datasets last changed.
CREATE TABLE counter (
  name  TEXT PRIMARY KEY CHECK (name IN ('change', 'dataset')),
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter (name, value) VALUES ('change', 0), ('dataset', 0);
