"""Functions that filters call, which do in PostgreSQL what memkit does in Python."""

from __future__ import annotations

import functools
import sys
from typing import LiteralString

from psycopg import sql

from memkit_postgres.pool import Connection

# As `memkit.domain.times.parse_instant`. Plain arithmetic, for a cast would raise on the 30th of
# February and read what memkit does not.
_INSTANT: LiteralString = r"""
CREATE OR REPLACE FUNCTION memkit_instant(text text) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    found text[] := regexp_match(
        text,
        '^([0-9]{4})-([0-9]{2})-([0-9]{2})'
        '(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?'
        '(?:(Z)|([+-])([0-9]{2}):?([0-9]{2}))?)?$'
    );
    year int := found[1]; month int := found[2]; day int := found[3];
    hour int := coalesce(found[4], '0'); minute int := coalesce(found[5], '0');
    second int := coalesce(found[6], '0'); fraction int := rpad(coalesce(found[7], ''), 6, '0');
    offset_hour int := coalesce(found[10], '0'); offset_minute int := coalesce(found[11], '0');
    leap bool := year % 4 = 0 AND (year % 100 != 0 OR year % 400 = 0);
    days int := CASE month WHEN 2 THEN 28 + leap::int WHEN 4 THEN 30 WHEN 6 THEN 30
        WHEN 9 THEN 30 WHEN 11 THEN 30 ELSE 31 END;
    seconds bigint;
BEGIN
    IF found IS NULL OR year < 1 OR month NOT BETWEEN 1 AND 12 OR day < 1 OR hour > 23
        OR minute > 59 OR second > 59 OR offset_hour > 23 OR offset_minute > 59 OR day > days
    THEN
        RETURN NULL;
    END IF;
    seconds := (make_date(year, month, day) - date '1970-01-01')::bigint * 86400
        + hour * 3600 + minute * 60 + second
        - (offset_hour * 3600 + offset_minute * 60) * CASE found[9] WHEN '-' THEN -1 ELSE 1 END;
    RETURN seconds * 1000000 + fraction;
END;
$$;
"""

# As `str.casefold`. Slow on what is not ASCII, so only names are folded when they are asked for;
# long texts are kept folded.
_CASEFOLD: LiteralString = """
CREATE OR REPLACE FUNCTION memkit_casefold(text text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN octet_length(text) = char_length(text) THEN lower(text COLLATE "C") ELSE {} END
"""


def create_functions(connection: Connection) -> None:
    """Make the functions in the schema that comes first in the search path."""
    connection.execute(_INSTANT)
    one, several = _foldings()
    folded = sql.SQL("translate(text, {}, {})").format("".join(one), "".join(one.values()))
    for character, written in several.items():
        folded = sql.SQL("replace({}, {}, {})").format(folded, character, written)
    connection.execute(sql.SQL(_CASEFOLD).format(folded))


@functools.cache
def _foldings() -> tuple[dict[str, str], dict[str, str]]:
    """Return what single characters fold to: those that become one, and several."""
    folded = {
        character: character.casefold()
        for character in map(chr, range(1, sys.maxunicode + 1))
        if character.casefold() != character
    }
    one = {character: text for character, text in folded.items() if len(text) == 1}
    return one, {character: text for character, text in folded.items() if character not in one}
