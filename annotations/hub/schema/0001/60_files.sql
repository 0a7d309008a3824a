-- Articles, which everybody reads and nobody changes, and what is the lead's.

CREATE FUNCTION zhupi.articles(after bigint, most integer)
RETURNS TABLE (number bigint, article text, digest text, analysis boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM zhupi.present();
    RETURN QUERY SELECT f.number, f.article, f.digest, f.analysis FROM zhupi.frozen f
        WHERE f.number > after ORDER BY f.number LIMIT least(greatest(most, 1), 50000);
END $$;

CREATE FUNCTION zhupi.texts(wanted text[]) RETURNS TABLE (article text, analysis boolean, content text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM zhupi.present();
    RETURN QUERY SELECT f.article, f.analysis, f.content FROM zhupi.frozen f
        WHERE f.article = ANY (wanted) ORDER BY f.article, f.analysis;
END $$;

-- Return the articles of which another text or analysis is there.
CREATE FUNCTION zhupi.put_articles(ids text[], contents text[], analyses text[]) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '30s' AS $$
DECLARE
    self zhupi.member := zhupi.present();
    added integer;
BEGIN
    IF cardinality(ids) > 1000 OR cardinality(ids) IS DISTINCT FROM cardinality(contents)
        OR cardinality(ids) IS DISTINCT FROM cardinality(analyses)
        OR (SELECT coalesce(sum(octet_length(t.c)), 0) + coalesce(sum(octet_length(t.a)), 0)
            FROM unnest(contents, analyses) AS t(c, a)) > 67108864 THEN
        RAISE EXCEPTION 'more than one call may hold' USING ERRCODE = 'ZH002';
    END IF;
    PERFORM zhupi.take_turn();
    INSERT INTO zhupi.frozen (article, analysis, digest, owner, content)
        SELECT t.article, false, substr(encode(sha256(convert_to(t.content, 'UTF8')), 'hex'), 1, 32), self.id, t.content
        FROM (SELECT DISTINCT ON (u.article) u.article, u.content, u.n
            FROM unnest(ids, contents) WITH ORDINALITY AS u(article, content, n) ORDER BY u.article, u.n) t
        -- no number is lost to what is there: gaps would tell how much others give
        WHERE NOT EXISTS (SELECT FROM zhupi.frozen f WHERE f.article = t.article AND NOT f.analysis)
        ORDER BY t.n;
    GET DIAGNOSTICS added = ROW_COUNT;
    INSERT INTO zhupi.frozen (article, analysis, digest, owner, content)
        SELECT t.article, true, substr(encode(sha256(convert_to(t.analysis, 'UTF8')), 'hex'), 1, 32), self.id, t.analysis
        FROM (SELECT DISTINCT ON (u.article) u.article, u.content, u.analysis, u.n
            FROM unnest(ids, contents, analyses) WITH ORDINALITY AS u(article, content, analysis, n)
            WHERE u.analysis IS NOT NULL ORDER BY u.article, u.n) t
        JOIN zhupi.frozen f ON f.article = t.article AND NOT f.analysis AND f.content = t.content
        WHERE NOT EXISTS (SELECT FROM zhupi.frozen f WHERE f.article = t.article AND f.analysis)
        ORDER BY t.n;
    IF FOUND OR added > 0 THEN
        PERFORM zhupi.ring(self, '{}', true, '{}');
    END IF;
    RETURN QUERY SELECT DISTINCT t.article FROM unnest(ids, contents, analyses) AS t(article, content, analysis)
        JOIN zhupi.frozen f ON f.article = t.article
        WHERE CASE WHEN f.analysis THEN t.analysis <> f.content ELSE t.content <> f.content END;
END $$;

-- The newest version of every file that the member may read and that came after a number.
CREATE FUNCTION zhupi.files(after bigint) RETURNS TABLE (
    path text, version integer, digest text, size integer, audience text, stored timestamptz, number bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE self zhupi.member := zhupi.present();
BEGIN
    RETURN QUERY SELECT n.path, n.version, n.digest, n.size, n.audience, n.stored, n.number FROM (
        SELECT DISTINCT ON (f.path) f.path, f.version, f.digest, coalesce(octet_length(f.content), 0) AS size,
            f.audience, f.stored, f.number
        FROM zhupi.file f WHERE f.number > after ORDER BY f.path, f.version DESC) n
    ORDER BY n.path;
END $$;

CREATE FUNCTION zhupi.file_at(wanted text, at integer)
RETURNS TABLE (
    path text, version integer, digest text, size integer, audience text, stored timestamptz, number bigint, content bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM zhupi.present();
    RETURN QUERY SELECT f.path, f.version, f.digest, coalesce(octet_length(f.content), 0), f.audience, f.stored,
            f.number, f.content
        FROM zhupi.file f WHERE f.path = wanted AND (at IS NULL OR f.version = at) ORDER BY f.version DESC LIMIT 1;
END $$;

-- The newest versions of many.
CREATE FUNCTION zhupi.contents(wanted text[]) RETURNS TABLE (
    path text, version integer, digest text, size integer, audience text, stored timestamptz, number bigint, content bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM zhupi.present();
    RETURN QUERY SELECT DISTINCT ON (f.path) f.path, f.version, f.digest, coalesce(octet_length(f.content), 0),
            f.audience, f.stored, f.number, f.content
        FROM zhupi.file f WHERE f.path = ANY (wanted) ORDER BY f.path, f.version DESC;
END $$;

-- Store many at once: nobody finds some of them without the others. Return of each the version that it has
-- now, or 0 where another one was there than it follows.
CREATE FUNCTION zhupi.put_files(called text[], what bytea[], follows integer[], readers text[]) RETURNS SETOF integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '30s' AS $$
DECLARE
    self zhupi.member := zhupi.leading();
    newest integer;
BEGIN
    IF cardinality(called) > 1000 OR (SELECT coalesce(sum(octet_length(t.c)), 0) FROM unnest(what) AS t(c)) > 67108864
        OR cardinality(called) IS DISTINCT FROM cardinality(what)
        OR cardinality(called) IS DISTINCT FROM cardinality(follows)
        OR cardinality(called) IS DISTINCT FROM cardinality(readers) THEN
        RAISE EXCEPTION 'more than one call may hold' USING ERRCODE = 'ZH002';
    END IF;
    PERFORM zhupi.take_turn();
    FOR n IN 1 .. cardinality(called) LOOP
        SELECT coalesce(max(f.version), 0) INTO newest FROM zhupi.file f WHERE f.path = called[n];
        IF newest IS DISTINCT FROM follows[n] THEN
            RETURN NEXT 0;
            CONTINUE;
        END IF;
        INSERT INTO zhupi.file (path, version, audience, digest, content) VALUES (called[n], newest + 1, readers[n],
            coalesce(substr(encode(sha256(what[n]), 'hex'), 1, 32), ''), what[n]);
        RETURN NEXT newest + 1;
    END LOOP;
    PERFORM zhupi.ring(self, '{}', 'all' = ANY (readers), '{}');
END $$;

-- When annotators read others, and which articles train.
CREATE FUNCTION zhupi.put_settings(reads text, trains text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '30s' AS $$
DECLARE
    self zhupi.member := zhupi.leading();
    before text := (SELECT h.others FROM zhupi.hub h);
BEGIN
    PERFORM zhupi.take_turn();
    -- What could be read will have been.
    IF before = 'done' AND reads <> before THEN
        UPDATE zhupi.opened o SET saw = true WHERE o.done AND NOT o.saw;
    ELSIF before = 'always' AND reads <> before THEN
        INSERT INTO zhupi.opened AS o (owner, article, done, saw, since)
            SELECT m.id, a.article, false, true, pg_current_xact_id() FROM zhupi.member m, (SELECT DISTINCT r.article FROM zhupi.revision r) a
            WHERE m.left_at IS NULL
            ON CONFLICT (owner, article) DO UPDATE SET saw = true WHERE NOT o.saw;
    END IF;
    UPDATE zhupi.hub h SET others = reads WHERE h.others <> reads;
    DELETE FROM zhupi.training t WHERE t.article <> ALL (trains);
    INSERT INTO zhupi.training (article) SELECT DISTINCT a FROM unnest(trains) a ON CONFLICT DO NOTHING;
    PERFORM zhupi.ring(self, '{}', true, '{}');
END $$;
