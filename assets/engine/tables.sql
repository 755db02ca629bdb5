-- The tables of one shard. Run on each, in the database of the library:
--   clickhouse-client --database zhangju --multiquery < tables.sql

-- One row a document; of several with one key the largest `rev` holds. Few rows a mark: a reader opens one document.
CREATE TABLE documents (
    key UInt64, rev UInt64, gone UInt8, path String, length UInt64, modified Int64, edition UInt64, sha256 String,
    id String, title String, part String, known String, collection String, authors Array(String), tags Array(String),
    dates Array(UInt32), period UInt8, characters UInt32, packed UInt8, body String
) ENGINE = ReplacingMergeTree(rev) ORDER BY key SETTINGS index_granularity = 32;

-- One row a paragraph, of the versions that hold and of some that do no longer.
CREATE TABLE passages (
    key UInt64, rev UInt64, at UInt32, start UInt32, line UInt32, note UInt8, unit UInt32, unit_at Array(UInt32),
    clause Array(String), hidden Array(UInt32), passed Array(UInt32), text String, size UInt32, plain UInt8, marked UInt8,
    written String, unpointed String
) ENGINE = MergeTree ORDER BY (key, at) SETTINGS index_granularity = 512;
