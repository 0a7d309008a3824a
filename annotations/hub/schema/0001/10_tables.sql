-- oldest client: 1
-- What a hub keeps. Members have no right to any table: they call functions, and what these read and store is
-- held to the policies of 20_policies.sql, for they run as the owner of the tables, whom the policies bind too.

CREATE TABLE zhupi.hub (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),      -- another one after every restore
    others text NOT NULL DEFAULT 'never' CHECK (others IN ('never', 'done', 'always')),
    secret bytea NOT NULL DEFAULT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
);                                                      -- what cursors are sealed with

CREATE TABLE zhupi.member (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    role name NOT NULL UNIQUE,                          -- that logs in
    annotator text NOT NULL UNIQUE CHECK (octet_length(annotator) BETWEEN 1 AND 180),
    key text NOT NULL UNIQUE,                           -- what all spellings of the name share
    address text GENERATED ALWAYS AS (lower(normalize(annotator, NFKC))) STORED,
    lead boolean NOT NULL DEFAULT false,
    led boolean NOT NULL DEFAULT false,                 -- whether this member ever led
    stored bigint NOT NULL DEFAULT 0,                   -- how many revisions are there of the member
    channel text NOT NULL UNIQUE DEFAULT 'zhupi_' || replace(gen_random_uuid()::text, '-', ''),
    joined_at timestamptz NOT NULL DEFAULT now(),
    left_at timestamptz
);

-- Its owner is no reference, so that no foreign key is asked who is there.
CREATE TABLE zhupi.revision (
    seq bigint NOT NULL,                                -- in the order of commits
    rev bigint NOT NULL CHECK (rev BETWEEN 1 AND 9007199254740991),
    stored timestamptz NOT NULL DEFAULT clock_timestamp(),
    owner integer NOT NULL,
    after_others boolean NOT NULL,
    done boolean,                                       -- of article marks: whether it says done
    digest bytea NOT NULL CHECK (octet_length(digest) = 16),
    article text NOT NULL,
    kind text NOT NULL,
    uid text NOT NULL,
    addressed text,                                     -- of returns and remarks: to whom, in small letters
    place bigint GENERATED ALWAYS AS (seq) STORED,      -- the same, for who may not read all: no index of it alone
    content text NOT NULL CHECK (octet_length(content) <= 262144),
    PRIMARY KEY (owner, digest)                         -- the digest is of all that the record says, its uid and rev too
);
CREATE SEQUENCE zhupi.revision_seq AS bigint OWNED BY zhupi.revision.seq;
CREATE UNIQUE INDEX revision_order ON zhupi.revision (seq);
-- By these everybody finds what they may read, and does not come by what they may not.
CREATE INDEX revision_of_owner ON zhupi.revision (owner, place);
CREATE INDEX revision_of_article ON zhupi.revision (article, place);
CREATE INDEX revision_for_all ON zhupi.revision (place)
    WHERE kind IN ('bounds', 'correction', 'carry', 'migration', 'return', 'remark');

-- Whoever stores holds this table, until the end of the statement: so the order of numbers is that of commits.
-- A table and no advisory lock: that anybody could hold.
CREATE TABLE zhupi.turn ();

CREATE TABLE zhupi.opened (
    owner integer NOT NULL,
    article text NOT NULL,
    rev bigint NOT NULL DEFAULT 0,  -- the owner's newest mark of it
    done boolean NOT NULL,      -- whether the owner has marked it done, and so reads others where the hub lets
    saw boolean NOT NULL,       -- whether the owner could read others in it before they were hidden again
    since xid8 NOT NULL DEFAULT pg_current_xact_id(),
    -- the transaction that said done: in itself it opens nothing, for it may be undone
    PRIMARY KEY (owner, article)
);
CREATE INDEX opened_article ON zhupi.opened (article);

-- Which text became which: a lead's word holds for everybody, all else for who says it.
CREATE TABLE zhupi.carried (
    owner integer NOT NULL,
    said boolean NOT NULL,      -- in a record that says so; else a mark was laid over and changed since
    article text NOT NULL,      -- the later text
    earlier text NOT NULL,
    rev bigint NOT NULL,
    holds boolean NOT NULL,     -- until it is taken back
    PRIMARY KEY (owner, said, article, earlier)
);

CREATE TABLE zhupi.training (article text PRIMARY KEY);

CREATE TABLE zhupi.frozen (
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    article text NOT NULL CHECK (article ~ '^[0-9a-f]{20}$'),
    analysis boolean NOT NULL,
    digest text NOT NULL,
    owner integer NOT NULL,     -- who gave it
    content text NOT NULL CHECK (octet_length(content) <= 33554432),
    PRIMARY KEY (article, analysis)
);

CREATE TABLE zhupi.file (
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,           -- in the order of commits
    path text NOT NULL CHECK (octet_length(path) BETWEEN 1 AND 500 AND path !~ '(^|/)\.{0,2}(/|$)|[\\:[:cntrl:]]'),
    version integer NOT NULL CHECK (version > 0),
    audience text NOT NULL CHECK (audience IN ('all', 'lead')),
    digest text NOT NULL,
    stored timestamptz NOT NULL DEFAULT clock_timestamp(),
    content bytea CHECK (octet_length(content) <= 67108864),     -- null where this version removes it
    PRIMARY KEY (path, version)
);
ALTER TABLE zhupi.file ALTER content SET STORAGE EXTERNAL;
CREATE INDEX file_taken_away ON zhupi.file (path, version) WHERE audience = 'lead' OR digest = '';

INSERT INTO zhupi.hub DEFAULT VALUES;

-- What was stored stays as it is, whoever asks.
CREATE FUNCTION zhupi.stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'what was stored in % stays as it is', TG_TABLE_NAME USING ERRCODE = 'ZH006';
END $$;
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['revision', 'frozen', 'file'] LOOP
        EXECUTE format('CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON zhupi.%I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION zhupi.stays()', name);
    END LOOP;
END $$;
