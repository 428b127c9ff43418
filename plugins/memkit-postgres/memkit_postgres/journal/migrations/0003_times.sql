-- Nothing but memkit_instant changes, which reads more forms of times: functions are made anew
-- after every migration.
SELECT 1;
