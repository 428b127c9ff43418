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
        '^([0-9]{4})-(?:([0-9]{2})-([0-9]{2})|([0-9]{3})|W([0-9]{2})-([1-7]))'
        '(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?'
        '(?: ?(?:[Zz]|([+-])([0-9]{2})(?::?([0-9]{2})(?::?([0-9]{2}))?)?))?)?$'
    );
    year int := found[1]; month int := found[2]; day int := found[3]; ordinal int := found[4];
    week int := found[5]; weekday int := found[6];
    hour int := coalesce(found[7], '0'); minute int := coalesce(found[8], '0');
    second int := coalesce(found[9], '0');
    fraction int := rpad(left(coalesce(found[10], ''), 6), 6, '0');
    ahead int := coalesce(found[12], '0'); minutes int := coalesce(found[13], '0');
    seconds int := coalesce(found[14], '0');
    leap bool := year % 4 = 0 AND (year % 100 != 0 OR year % 400 = 0);
    days int := CASE month WHEN 2 THEN 28 + leap::int WHEN 4 THEN 30 WHEN 6 THEN 30
        WHEN 9 THEN 30 WHEN 11 THEN 30 ELSE 31 END;
    whole date;
    since bigint;
BEGIN
    IF found IS NULL OR year < 1 OR minute > 59 OR second > 60 OR ahead > 23 OR minutes > 59
        OR seconds > 59 OR hour > 24 OR (hour = 24 AND (minute > 0 OR second > 0 OR fraction > 0))
    THEN
        RETURN NULL;
    END IF;
    IF week IS NOT NULL THEN
        -- The first week is the one with the 4th of January.
        whole := make_date(year, 1, 4);
        whole := whole - (extract(isodow FROM whole)::int - 1) + (week - 1) * 7 + (weekday - 1);
        IF week NOT BETWEEN 1 AND 53 OR extract(isoyear FROM whole) != year
            OR extract(year FROM whole) > 9999
        THEN
            RETURN NULL;
        END IF;
    ELSIF ordinal IS NOT NULL THEN
        IF ordinal NOT BETWEEN 1 AND 365 + leap::int THEN
            RETURN NULL;
        END IF;
        whole := make_date(year, 1, 1) + (ordinal - 1);
    ELSIF month NOT BETWEEN 1 AND 12 OR day NOT BETWEEN 1 AND days THEN
        RETURN NULL;
    ELSE
        whole := make_date(year, month, day);
    END IF;
    since := (whole - date '1970-01-01')::bigint * 86400 + hour * 3600 + minute * 60 + second
        - (ahead * 3600 + minutes * 60 + seconds) * CASE found[11] WHEN '-' THEN -1 ELSE 1 END;
    RETURN since * 1000000 + fraction;
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
