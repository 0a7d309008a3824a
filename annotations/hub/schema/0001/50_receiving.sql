-- What a member reads. Only rows that the member may read are looked at, so that neither how long it takes nor
-- what EXPLAIN tells of it says how much others have stored where; the policies hold all the same.

-- Of these articles, or of all, those in which the member reads what others say.
CREATE FUNCTION zhupi.readable(self zhupi.member, wanted text[]) RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT o.article FROM zhupi.opened o WHERE o.owner = self.id AND o.done
        AND o.since IS DISTINCT FROM pg_current_xact_id_if_assigned()
        AND (wanted IS NULL OR o.article = ANY (wanted))
        AND ((SELECT h.others = 'done' FROM zhupi.hub h) OR o.article IN (SELECT t.article FROM zhupi.training t))
$$;

CREATE FUNCTION zhupi.sees_all(self zhupi.member) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT self.lead OR h.others = 'always' FROM zhupi.hub h
$$;

-- The numbers of the first `most` revisions behind `low`, up to `high`, for who does not see all.
CREATE FUNCTION zhupi.some(self zhupi.member, low bigint, high bigint, most integer) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(u.place ORDER BY u.place), '{}') FROM (SELECT s.place FROM (
        (SELECT r.place FROM zhupi.revision r
            WHERE r.owner = self.id AND r.place > low AND r.place <= high ORDER BY r.place LIMIT most)
        UNION
        (SELECT r.place FROM zhupi.revision r WHERE r.place > low AND r.place <= high
            AND r.kind IN ('bounds', 'correction', 'carry', 'migration', 'return', 'remark')
            AND (r.owner IN (SELECT m.id FROM zhupi.member m WHERE m.lead)
                OR r.kind = 'migration' AND r.owner IN (SELECT m.id FROM zhupi.member m WHERE m.led))
            ORDER BY r.place LIMIT most)
        UNION
        (SELECT r.place FROM zhupi.readable(self, NULL) AS o(article), LATERAL (SELECT r.place FROM zhupi.revision r
            WHERE r.article = o.article AND r.place > low AND r.place <= high ORDER BY r.place LIMIT most) r)
    ) s ORDER BY s.place LIMIT most) u
$$;

CREATE FUNCTION zhupi.received(after text, most integer) RETURNS SETOF zhupi.revised
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    self zhupi.member := zhupi.present();
    low bigint := zhupi.unsealed(self.id, after);
    last bigint := zhupi.newest();
    wanted integer := least(greatest(most, 1), 5000);
    numbers bigint[] := '{}';
    width bigint := 20000;
    high bigint;
BEGIN
    IF zhupi.sees_all(self) THEN
        SELECT coalesce(array_agg(r.seq ORDER BY r.seq), '{}') INTO numbers FROM (
            SELECT r.seq FROM zhupi.revision r WHERE r.seq > low AND r.seq <= last ORDER BY r.seq LIMIT wanted) r;
    ELSE
        -- Ever wider stretches: all behind the cursor may be much, and little of it this member's business.
        WHILE low < last AND cardinality(numbers) < wanted LOOP
            high := least(low + width, last);
            numbers := numbers || zhupi.some(self, low, high, wanted - cardinality(numbers));
            low := high;
            width := width * 4;
        END LOOP;
    END IF;
    RETURN QUERY SELECT * FROM zhupi.page(self.id, numbers, cardinality(numbers) = wanted, last);
END $$;

-- How many revisions lie behind a cursor that the member may read by now: at most, for who sees all, for numbers
-- may be missing. Of others' it counts those alone that will come.
CREATE FUNCTION zhupi.behind(after text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    self zhupi.member := zhupi.present();
    low bigint := zhupi.unsealed(self.id, after);
BEGIN
    IF zhupi.sees_all(self) THEN
        RETURN zhupi.newest() - low;
    END IF;
    RETURN cardinality(zhupi.some(self, low, zhupi.newest(), NULL));
END $$;

CREATE FUNCTION zhupi.of_articles(articles text[], after text, most integer, own boolean) RETURNS SETOF zhupi.revised
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    self zhupi.member := zhupi.present();
    low bigint := zhupi.unsealed(self.id, after);
    last bigint := zhupi.newest();
    wanted integer := least(greatest(most, 1), 5000);
    numbers bigint[];
BEGIN
    IF cardinality(articles) > 1000 THEN
        RAISE EXCEPTION 'more than one call may hold' USING ERRCODE = 'ZH002';
    END IF;
    IF NOT zhupi.sees_all(self) THEN
        articles := ARRAY(SELECT zhupi.readable(self, articles));
    END IF;
    SELECT coalesce(array_agg(u.place ORDER BY u.place), '{}') INTO numbers FROM (
        SELECT r.place FROM (SELECT DISTINCT a FROM unnest(articles) a) AS o(article), LATERAL (
            SELECT r.place FROM zhupi.revision r
            WHERE r.article = o.article AND r.place > low AND r.place <= last AND (own OR r.owner <> self.id)
            ORDER BY r.place LIMIT wanted) r
        ORDER BY r.place LIMIT wanted) u;
    RETURN QUERY SELECT * FROM zhupi.page(self.id, numbers, cardinality(numbers) = wanted, last);
END $$;

-- What there is of the member's own, without content.
CREATE FUNCTION zhupi.own_rows(after text, most integer)
RETURNS TABLE (uid text, rev bigint, digest text, after_others boolean, cursor text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    self zhupi.member := zhupi.present();
    low bigint := zhupi.unsealed(self.id, after);
    high bigint;
BEGIN
    SELECT max(r.place) INTO high FROM (SELECT r.place FROM zhupi.revision r
        WHERE r.owner = self.id AND r.place > low ORDER BY r.place LIMIT least(greatest(most, 1), 20000)) r;
    IF high IS NOT NULL THEN
        RETURN QUERY SELECT r.uid, r.rev, encode(r.digest, 'hex'), r.after_others, NULL::text
            FROM zhupi.revision r WHERE r.owner = self.id AND r.place > low AND r.place <= high ORDER BY r.place;
        RETURN QUERY SELECT NULL::text, NULL::bigint, NULL::text, NULL::boolean, zhupi.sealed(self.id, high);
    END IF;
END $$;

-- Who one is here, and what holds. This function keeps its name and its form in every version: programs that
-- are too old, or too new, ask it what to say.
CREATE FUNCTION zhupi.hello() RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE self zhupi.member := zhupi.present();
BEGIN
    RETURN (SELECT jsonb_build_object(
        'version', v.version, 'oldest_client', v.oldest_client,
        'epoch', h.epoch, 'others', h.others,
        'role', self.role, 'annotator', self.annotator, 'lead', self.lead, 'channel', self.channel,
        'own_rows', self.stored)
        FROM zhupi.hub h, (SELECT m.version, m.oldest_client FROM zhupi.migration m ORDER BY m.version DESC LIMIT 1) v);
END $$;

CREATE FUNCTION zhupi.members() RETURNS TABLE (annotator text, lead boolean, gone boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM zhupi.present();
    RETURN QUERY SELECT m.annotator, m.lead, m.left_at IS NOT NULL FROM zhupi.member m ORDER BY m.key;
END $$;

-- Since when each is a member, and when each last said something: for who leads.
CREATE FUNCTION zhupi.presence()
RETURNS TABLE (annotator text, joined timestamptz, gone timestamptz, last timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM zhupi.leading();
    RETURN QUERY SELECT m.annotator, m.joined_at, m.left_at,
        (SELECT r.stored FROM zhupi.revision r WHERE r.owner = m.id ORDER BY r.place DESC LIMIT 1)
        FROM zhupi.member m ORDER BY m.key;
END $$;
