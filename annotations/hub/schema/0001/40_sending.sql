-- What a member stores.

-- Of these articles those in which the member can read by now what others say, or could before; in them or in
-- a text that became them.
CREATE FUNCTION zhupi.overheard(self zhupi.member, articles text[]) RETURNS text[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE texts(article, text) AS (
        SELECT a.article, a.article FROM unnest(articles) AS a(article)
        UNION
        SELECT t.article, c.earlier FROM texts t, LATERAL (
            SELECT c.earlier FROM zhupi.carried c
            WHERE c.owner = self.id AND c.said = ANY ('{f,t}') AND c.article = t.text AND c.holds
            UNION ALL
            SELECT c.earlier FROM zhupi.carried c
            WHERE c.owner IN (SELECT m.id FROM zhupi.member m WHERE m.lead AND m.left_at IS NULL)
            AND c.said AND c.article = t.text AND c.holds) c
    )
    SELECT coalesce(array_agg(DISTINCT t.article), '{}') FROM texts t
    LEFT JOIN zhupi.opened o ON o.owner = self.id AND o.article = t.text
    WHERE o.saw OR (
        -- not null, or what others say would be looked up only to be left out
        (self.lead OR coalesce(o.done, false) OR (SELECT h.others = 'always' FROM zhupi.hub h))
        AND EXISTS (SELECT FROM zhupi.revision r WHERE r.article = t.text AND r.owner <> self.id
            AND r.kind IN ('sentence', 'span', 'decision', 'span-decision') OFFSET 0))
$$;

-- Remember what the member's newest marks of these articles say, each once.
CREATE FUNCTION zhupi.open_done(self zhupi.member, articles text[], revs bigint[], dones boolean[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    shown boolean := (SELECT h.others = 'done' FROM zhupi.hub h);
    known zhupi.opened;
BEGIN
    FOR n IN 1 .. cardinality(articles) LOOP
        SELECT o.* INTO known FROM zhupi.opened o WHERE o.owner = self.id AND o.article = articles[n];
        IF NOT FOUND THEN
            INSERT INTO zhupi.opened (owner, article, rev, done, saw) VALUES (self.id, articles[n], revs[n], dones[n],
                dones[n] AND EXISTS (SELECT FROM zhupi.training t WHERE t.article = articles[n]));
        ELSIF revs[n] >= known.rev THEN
            UPDATE zhupi.opened o SET rev = revs[n],
                -- what others were shown in stays open, for it was seen
                done = dones[n] OR known.done AND (shown OR known.saw),
                saw = known.saw OR dones[n] AND EXISTS (SELECT FROM zhupi.training t WHERE t.article = articles[n]),
                since = CASE WHEN known.done THEN known.since ELSE pg_current_xact_id() END
                WHERE o.owner = self.id AND o.article = articles[n];
        END IF;
    END LOOP;
END $$;

-- Remember what records say of which text became which, the newest of each.
CREATE FUNCTION zhupi.follow(self zhupi.member, facts zhupi.facts[]) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO zhupi.carried AS c (owner, said, article, earlier, rev, holds)
        SELECT DISTINCT ON (f.kind = 'carry', f.article, f.earlier)
            self.id, f.kind = 'carry', f.article, f.earlier, f.rev, f.holds
        FROM unnest(facts) WITH ORDINALITY
            AS f(why, annotator, uid, rev, article, kind, done, addressed, earlier, holds, n)
        WHERE f.earlier IS NOT NULL ORDER BY f.kind = 'carry', f.article, f.earlier, f.rev DESC, f.n DESC
        ON CONFLICT (owner, said, article, earlier) DO UPDATE SET rev = excluded.rev, holds = excluded.holds
            WHERE c.said AND excluded.rev >= c.rev
$$;

-- Have those listen up who can read something of this, nobody else: what others store is no news to a member
-- who may not read it.
CREATE FUNCTION zhupi.ring(self zhupi.member, articles text[], everybody boolean, addressed text[]) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_notify(m.channel, '') FROM zhupi.member m, zhupi.hub h
    WHERE m.left_at IS NULL AND (
        everybody OR m.lead OR m.id = self.id OR h.others = 'always' OR m.address = ANY (addressed)
        OR EXISTS (SELECT FROM zhupi.opened o WHERE o.owner = m.id AND o.done AND o.article = ANY (articles)
            AND (h.others = 'done' OR self.lead AND o.article IN (SELECT t.article FROM zhupi.training t)) OFFSET 0))
$$;

CREATE FUNCTION zhupi.send(digests text[], contents text[]) RETURNS TABLE (place integer, outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '30s' AS $$
#variable_conflict use_column
DECLARE
    self zhupi.member := zhupi.present();
    many integer := coalesce(cardinality(contents), 0);
    facts zhupi.facts[];
    outcomes text[];
    overheard text[];
    fresh integer[];
BEGIN
    IF many > 5000 OR many <> coalesce(cardinality(digests), 0)
        OR (SELECT sum(octet_length(c)) FROM unnest(contents) c) > 33554432 THEN
        RAISE EXCEPTION 'more than one call may hold' USING ERRCODE = 'ZH002';
    END IF;
    SELECT array_agg(zhupi.facts_of(c) ORDER BY n) INTO facts FROM unnest(contents) WITH ORDINALITY AS t(c, n);
    SELECT array_agg(CASE
            WHEN t.why <> '' THEN t.why
            WHEN t.digest IS NULL OR t.digest !~ '^[0-9a-f]{32}$' THEN 'json'
            WHEN t.annotator <> self.annotator THEN 'annotator'
            WHEN t.kind IN ('decision', 'span-decision', 'return', 'migration') AND NOT self.led THEN 'lead'
            ELSE 'stored' END ORDER BY t.n)
        INTO outcomes FROM unnest(digests, facts) WITH ORDINALITY
            AS t(digest, why, annotator, uid, rev, article, kind, done, addressed, earlier, holds, n);

    PERFORM zhupi.take_turn();

    SELECT array_agg(t.n ORDER BY t.n) INTO fresh FROM (
            SELECT DISTINCT ON (t.digest) t.n::integer, t.digest
            FROM unnest(digests, outcomes) WITH ORDINALITY AS t(digest, outcome, n)
            WHERE t.outcome = 'stored' ORDER BY t.digest, t.n) t
        -- OFFSET: each is looked up, where a join would read all that the member has ever stored
        WHERE NOT EXISTS (SELECT FROM zhupi.revision r
            WHERE r.owner = self.id AND r.digest = decode(t.digest, 'hex') OFFSET 0);
    PERFORM zhupi.follow(self, array_agg(facts[n] ORDER BY n)) FROM unnest(fresh) AS t(n);
    SELECT zhupi.overheard(self, array_agg(DISTINCT facts[n].article)) INTO overheard FROM unnest(fresh) AS t(n);
    INSERT INTO zhupi.revision
            (seq, owner, uid, rev, digest, article, kind, done, addressed, after_others, content)
        SELECT nextval('zhupi.revision_seq'), t.* FROM (
            SELECT self.id, f.uid, f.rev, decode(f.digest, 'hex'), f.article, f.kind, f.done, f.addressed,
                f.article = ANY (overheard), f.content
            FROM unnest(digests, contents, facts) WITH ORDINALITY
                AS f(digest, content, why, annotator, uid, rev, article, kind, done, addressed, earlier, holds, n)
            WHERE f.n = ANY (fresh) ORDER BY f.n) t;
    IF fresh IS NOT NULL THEN
        UPDATE zhupi.member m SET stored = m.stored + cardinality(fresh) WHERE m.id = self.id;
        PERFORM zhupi.open_done(self, array_agg(m.article), array_agg(m.rev), array_agg(m.done)) FROM (
                SELECT DISTINCT ON (f.article) f.article, f.rev, coalesce(f.done, false) AS done
                FROM unnest(facts) WITH ORDINALITY
                    AS f(why, annotator, uid, rev, article, kind, done, addressed, earlier, holds, n)
                WHERE f.n = ANY (fresh) AND f.kind = 'article' ORDER BY f.article, f.rev DESC, f.n DESC) m
            HAVING count(*) > 0;
        PERFORM zhupi.ring(self, array_agg(DISTINCT facts[n].article),
                self.lead AND bool_or(facts[n].kind IN ('bounds', 'correction', 'carry', 'migration')),
                CASE WHEN self.lead THEN array_agg(facts[n].addressed) END)
            FROM unnest(fresh) AS t(n);
    END IF;
    RETURN QUERY SELECT t.n::integer, CASE WHEN t.outcome = 'stored' AND t.n <> ALL (coalesce(fresh, '{}'))
            THEN 'known' ELSE t.outcome END
        FROM unnest(outcomes) WITH ORDINALITY AS t(outcome, n) ORDER BY t.n;
END $$;
