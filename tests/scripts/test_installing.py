"""uv finds what pip would find."""

from __future__ import annotations

from installing import as_uv

BEST = ["--index-strategy", "unsafe-best-match"]


def test_pips_indexes_folders_and_constraints_are_uvs_too() -> None:
    options, variables = as_uv(
        ":env:.cert='/certificates.pem'\n"
        ":env:.default-timeout='180'\n"
        "global.constraint='/constraints.txt'\n"
        "global.extra-index-url='https://one/simple\\nhttps://two/simple'\n"
        "global.find-links='/wheels'\n"
        "global.index-url='https://main/simple'\n"
        "global.timeout='7'\n"
    )
    assert options == [
        *BEST,
        *("--default-index", "https://main/simple"),
        *("--index", "https://one/simple", "--index", "https://two/simple"),
        *("--find-links", "/wheels"),
        *("--constraint", "/constraints.txt"),
    ]
    assert variables == {"SSL_CERT_FILE": "/certificates.pem", "UV_HTTP_TIMEOUT": "180"}


def test_variables_win_over_files_and_the_command_over_all_commands() -> None:
    options, _ = as_uv(
        ":env:.index-url='https://variable'\n"
        "global.find-links='/general'\n"
        "global.index-url='https://file'\n"
        "install.find-links='/special'\n"
    )
    assert options == [*BEST, "--default-index", "https://variable", "--find-links", "/special"]


def test_without_settings_there_is_nothing_to_hand_on() -> None:
    assert as_uv("") == (BEST, {})


def test_no_index_is_none() -> None:
    assert as_uv("global.no-index='true'\n")[0] == [*BEST, "--no-index"]
    assert as_uv("global.no-index='false'\n")[0] == BEST
