-- What the functions that members call have in common. Nobody but the owner may call these.

CREATE FUNCTION zhupi.present() RETURNS zhupi.member
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE found_member zhupi.member;
BEGIN
    SELECT m.* INTO found_member FROM zhupi.member m WHERE m.role = session_user AND m.left_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'role % is no member of this hub', session_user USING ERRCODE = 'ZH001';
    END IF;
    RETURN found_member;
END $$;

CREATE FUNCTION zhupi.leading() RETURNS zhupi.member
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE found_member zhupi.member := zhupi.present();
BEGIN
    IF NOT found_member.lead THEN
        RAISE EXCEPTION 'this is for the lead' USING ERRCODE = 'ZH003';
    END IF;
    RETURN found_member;
END $$;

-- Wait until nobody else stores, and keep others from it until the statement ends. A snapshot from before would
-- not know what its owner has read since.
CREATE FUNCTION zhupi.take_turn() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'a hub stores in transactions that are read committed' USING ERRCODE = 'ZH007';
    END IF;
    LOCK TABLE zhupi.turn IN SHARE ROW EXCLUSIVE MODE;
END $$;

-- What a record says of itself; `why` tells why it is none.
CREATE TYPE zhupi.facts AS (
    why text, annotator text, uid text, rev bigint, article text, kind text, done boolean, addressed text,
    earlier text, holds boolean     -- of which other text it says that it became this article, and whether still
);

-- It is read as jsonb, which like every reader takes the last of two equal keys. That has no NUL and no half
-- surrogates, which JSON may escape: for reading alone they are replaced.
CREATE FUNCTION zhupi.facts_of(content text) RETURNS zhupi.facts
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    legible text := content;
    said jsonb;
    told zhupi.facts;
BEGIN
    told.why := 'json';
    IF content IS NULL THEN
        RETURN told;
    ELSIF octet_length(content) > 262144 THEN
        told.why := 'size';
        RETURN told;
    ELSIF strpos(content, chr(92) || 'u') > 0 THEN
        legible := regexp_replace(
            replace(content, repeat(chr(92), 2), chr(92) || 'u005c'),
            '[' || repeat(chr(92), 2) || ']u(0000|[dD][89a-fA-F][0-9a-fA-F][0-9a-fA-F])',
            repeat(chr(92), 2) || 'ufffd', 'g');
    END IF;
    said := legible::jsonb;
    IF jsonb_typeof(said) = 'object'
        AND jsonb_typeof(said -> 'annotator') = 'string' AND jsonb_typeof(said -> 'uid') = 'string'
        AND jsonb_typeof(said -> 'kind') = 'string' AND jsonb_typeof(said -> 'article') = 'string'
        AND jsonb_typeof(said -> 'rev') = 'number' AND said ->> 'rev' ~ '^[1-9][0-9]{0,15}$'
        AND octet_length(said ->> 'uid') BETWEEN 1 AND 1000 AND said ->> 'kind' ~ '^[a-z-]{1,40}$'
        AND said ->> 'article' ~ '^[0-9a-f]{20}$' AND (said ->> 'rev')::bigint <= 9007199254740991
    THEN
        told.why := '';
        told.annotator := said ->> 'annotator';
        told.uid := said ->> 'uid';
        told.rev := (said ->> 'rev')::bigint;
        told.article := said ->> 'article';
        told.kind := said ->> 'kind';
        IF told.kind = 'article' THEN
            told.done := said -> 'done' = 'true'::jsonb AND said -> 'deleted' IS DISTINCT FROM 'true'::jsonb;
        ELSIF told.kind IN ('return', 'remark') AND jsonb_typeof(said -> 'to') = 'string' THEN
            told.addressed := lower(normalize(said ->> 'to', NFKC));
        END IF;
        told.earlier := CASE WHEN told.kind = 'carry' THEN said ->> 'earlier' ELSE said #>> '{carried,article}' END;
        IF told.earlier !~ '^[0-9a-f]{20}$' OR told.earlier = told.article THEN
            told.earlier := NULL;
        END IF;
        told.holds := told.kind <> 'carry' OR said -> 'deleted' IS DISTINCT FROM 'true'::jsonb;
    END IF;
    RETURN told;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN told;
END $$;

-- Cursors are sealed: a number in them would tell how much others stored in between. Four rounds of Feistel's
-- network over two halves of 32 bits, keyed for each member and epoch.
CREATE FUNCTION zhupi.mixed(key bytea, round integer, half bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT ('x' || encode(substr(sha256(key || int4send(round) || int8send(half)), 1, 4), 'hex'))::bit(32)::bigint
$$;

CREATE FUNCTION zhupi.veiled(key bytea, number bigint, rounds integer[]) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    high bigint := (number >> 32) & 4294967295;
    low bigint := number & 4294967295;
    kept bigint;
    round integer;
BEGIN
    FOREACH round IN ARRAY rounds LOOP
        kept := low;
        low := high # zhupi.mixed(key, round, low);
        high := kept;
    END LOOP;
    RETURN (low << 32) | high;
END $$;

-- The digest of the row at a number, and the newest number: whoever they belong to. They are the clerk's, who
-- may see these two columns of every row, and are called by the owner alone.
GRANT USAGE, CREATE ON SCHEMA zhupi TO @clerk@;
GRANT SELECT (seq, digest) ON zhupi.revision TO @clerk@;
CREATE POLICY numbers ON zhupi.revision FOR SELECT TO @clerk@ USING (true);
SET LOCAL ROLE @clerk@;
CREATE FUNCTION zhupi.digest_at(number bigint) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT r.digest FROM zhupi.revision r WHERE r.seq = number
$$;
CREATE FUNCTION zhupi.newest() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(max(r.seq), 0) FROM zhupi.revision r
$$;
REVOKE ALL ON FUNCTION zhupi.digest_at(bigint), zhupi.newest() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION zhupi.digest_at(bigint), zhupi.newest() TO @owner@;
SET LOCAL ROLE @owner@;
REVOKE CREATE ON SCHEMA zhupi FROM @clerk@;

CREATE FUNCTION zhupi.sealed(self integer, number bigint) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE key bytea := (SELECT sha256(h.secret || int4send(self)) FROM zhupi.hub h);
BEGIN
    RETURN CASE WHEN number = 0 THEN '' ELSE
        encode(int8send(zhupi.veiled(key, number, '{1,2,3,4}')), 'hex')
        || encode(substr(sha256(key || int8send(number) || zhupi.digest_at(number)), 1, 16), 'hex') END;
END $$;

CREATE FUNCTION zhupi.unsealed(self integer, cursor text) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    key bytea := (SELECT sha256(h.secret || int4send(self)) FROM zhupi.hub h);
    number bigint;
BEGIN
    IF cursor = '' THEN
        RETURN 0;
    ELSIF cursor ~ '^[0-9a-f]{48}$' THEN
        number := zhupi.veiled(key, ('x' || substr(cursor, 1, 16))::bit(64)::bigint, '{4,3,2,1}');
        IF zhupi.sealed(self, number) = cursor THEN
            RETURN number;
        END IF;
    END IF;
    RAISE EXCEPTION 'what this cursor stands behind is not here' USING ERRCODE = 'ZH004';
END $$;

-- What members get of a revision; the last row of an answer has a cursor instead.
CREATE TYPE zhupi.revised AS (
    annotator text, uid text, rev bigint, digest text, article text, kind text, content text,
    stored timestamptz, after_others boolean, cursor text, more boolean
);

-- The revisions with these numbers, as many as one answer may hold, and the cursor behind them.
CREATE FUNCTION zhupi.page(self integer, numbers bigint[], more boolean, behind bigint) RETURNS SETOF zhupi.revised
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    fitting integer;
    goes_on boolean := more;
    position bigint := behind;
BEGIN
    RETURN QUERY SELECT m.annotator, r.uid, r.rev, encode(r.digest, 'hex'), r.article, r.kind, r.content,
            r.stored, r.after_others, NULL::text, NULL::boolean
        FROM (SELECT r.*, sum(octet_length(r.content)) OVER (ORDER BY r.seq) - octet_length(r.content) AS before
            FROM zhupi.revision r WHERE r.seq = ANY (numbers)) r
        JOIN zhupi.member m ON m.id = r.owner
        WHERE r.before < 16777216 ORDER BY r.seq;
    GET DIAGNOSTICS fitting = ROW_COUNT;
    IF fitting < cardinality(numbers) THEN
        goes_on := true;
    END IF;
    IF goes_on THEN
        position := coalesce(numbers[fitting], behind);
    END IF;
    RETURN QUERY SELECT NULL::text, NULL::text, NULL::bigint, NULL::text, NULL::text, NULL::text, NULL::text,
        NULL::timestamptz, NULL::boolean, zhupi.sealed(self, position), goes_on;
END $$;
