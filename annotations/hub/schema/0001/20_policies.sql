-- Who reads and stores which rows. The policies ask for the role that logged in, which nothing that a session
-- can set changes: neither SET ROLE nor the owner's rights within a function. What they ask once a statement is
-- in subselects, so that it is not asked of every row.

DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['hub', 'member', 'revision', 'turn', 'opened', 'carried', 'training', 'frozen', 'file',
        'migration'] LOOP
        EXECUTE format('ALTER TABLE zhupi.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE zhupi.%I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
    -- Of these no function gives a member more than its own business.
    FOREACH name IN ARRAY ARRAY['hub', 'member', 'turn', 'opened', 'carried', 'training', 'migration'] LOOP
        EXECUTE format('CREATE POLICY kept ON zhupi.%I TO @owner@ USING (true)', name);
    END LOOP;
END $$;

CREATE POLICY reads ON zhupi.revision FOR SELECT TO @owner@ USING (
    owner = (SELECT m.id FROM zhupi.member m WHERE m.role = session_user AND m.left_at IS NULL)
    OR (SELECT m.lead OR h.others = 'always' FROM zhupi.member m, zhupi.hub h
        WHERE m.role = session_user AND m.left_at IS NULL)
    -- in what the member has marked done
    OR article IN (SELECT o.article FROM zhupi.opened o
        WHERE o.owner = (SELECT m.id FROM zhupi.member m WHERE m.role = session_user AND m.left_at IS NULL)
        AND o.done AND o.since IS DISTINCT FROM pg_current_xact_id_if_assigned()
        AND (SELECT h.others = 'done' FROM zhupi.hub h))
    -- what the lead says of texts holds for all, and what the lead says to one is for that one
    OR owner IN (SELECT m.id FROM zhupi.member m WHERE m.lead AND m.left_at IS NULL) AND (
        kind IN ('bounds', 'correction', 'carry', 'migration')
            AND (SELECT true FROM zhupi.member m WHERE m.role = session_user AND m.left_at IS NULL)
        OR kind IN ('return', 'remark')
            AND addressed = (SELECT m.address FROM zhupi.member m WHERE m.role = session_user AND m.left_at IS NULL)
        -- the answers to training articles, once they were done
        OR kind IN ('decision', 'span-decision')
            AND article IN (SELECT t.article FROM zhupi.training t JOIN zhupi.opened o ON o.article = t.article
                WHERE o.owner = (SELECT m.id FROM zhupi.member m WHERE m.role = session_user AND m.left_at IS NULL)
                AND o.done AND o.since IS DISTINCT FROM pg_current_xact_id_if_assigned()))
    -- a scheme has been led on by whoever led then
    OR kind = 'migration' AND owner IN (SELECT m.id FROM zhupi.member m WHERE m.led)
        AND (SELECT true FROM zhupi.member m WHERE m.role = session_user AND m.left_at IS NULL)
    -- whoever administers the hub could switch this off, and makes copies of it
    OR (SELECT pg_has_role(session_user, '@owner@', 'MEMBER'))
);
CREATE POLICY stores ON zhupi.revision FOR INSERT TO @owner@ WITH CHECK (
    owner = (SELECT m.id FROM zhupi.member m WHERE m.role = session_user AND m.left_at IS NULL)
);

CREATE POLICY reads ON zhupi.frozen FOR SELECT TO @owner@ USING (
    (SELECT true FROM zhupi.member m WHERE m.role = session_user AND m.left_at IS NULL)
    OR (SELECT pg_has_role(session_user, '@owner@', 'MEMBER'))
);
CREATE POLICY stores ON zhupi.frozen FOR INSERT TO @owner@ WITH CHECK (
    owner = (SELECT m.id FROM zhupi.member m WHERE m.role = session_user AND m.left_at IS NULL)
);

-- The numbers of the versions that stand no more: a later one takes the file away, or is for the lead alone.
-- It is the clerk's, for a policy that asked its own table would ask itself.
GRANT USAGE, CREATE ON SCHEMA zhupi TO @clerk@;
GRANT SELECT (number, path, version, audience, digest) ON zhupi.file TO @clerk@;
CREATE POLICY versions ON zhupi.file FOR SELECT TO @clerk@ USING (true);
SET LOCAL ROLE @clerk@;
CREATE FUNCTION zhupi.taken_away() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT f.number FROM zhupi.file f
    JOIN (SELECT l.path, max(l.version) AS version FROM zhupi.file l WHERE l.audience = 'lead' OR l.digest = ''
        GROUP BY l.path) l ON f.path = l.path AND f.version < l.version
$$;
REVOKE ALL ON FUNCTION zhupi.taken_away() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION zhupi.taken_away() TO @owner@;
SET LOCAL ROLE @owner@;
REVOKE CREATE ON SCHEMA zhupi FROM @clerk@;

CREATE POLICY reads ON zhupi.file FOR SELECT TO @owner@ USING (
    (SELECT m.lead FROM zhupi.member m WHERE m.role = session_user AND m.left_at IS NULL)
    OR audience = 'all' AND number NOT IN (SELECT t FROM zhupi.taken_away() t)
        AND (SELECT true FROM zhupi.member m WHERE m.role = session_user AND m.left_at IS NULL)
    OR (SELECT pg_has_role(session_user, '@owner@', 'MEMBER'))
);
CREATE POLICY stores ON zhupi.file FOR INSERT TO @owner@ WITH CHECK (
    (SELECT m.lead FROM zhupi.member m WHERE m.role = session_user AND m.left_at IS NULL)
);
