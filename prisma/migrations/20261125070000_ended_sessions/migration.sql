-- Whoever is signed out stops hearing at once: lib/live ends the open connections of that person, and they ask anew who they are.
CREATE FUNCTION session_end_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('opencharge_live', json_build_object('topic', 'user:' || OLD.user_id, 'event', json_build_object('kind', 'signed_out'))::text);
  RETURN NULL;
END $$;
CREATE TRIGGER session_end_is_told AFTER DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION session_end_is_told();
