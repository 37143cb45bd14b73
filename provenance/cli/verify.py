"""``provenance verify BUNDLE [TEXTS]``: whether a sealed audit, and the texts that it is about, are what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.cli.exits import FOUND, INCOMPLETE, OK
from provenance.cli.parser import Parser
from provenance.cli.streams import complain, results
from provenance.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.corpus import Corpus
    from provenance.settings import Reading

_ROOT_DIGITS = 64


def parser() -> Parser:
    """Return the parser of the command's options."""
    made = Parser(
        "verify",
        "Check every digest of a bundle that 'audit --bundle' wrote, and with TEXTS every text and every span, without "
        "auditing again. Exits with 1 if anything differs.",
    )
    made.add_argument("bundle", metavar="BUNDLE", help="a file that 'provenance audit --bundle' wrote")
    made.add_argument("texts", nargs="*", metavar="TEXTS", help="the files and folders that were audited")
    made.add_argument("--root", metavar="HEX", help="the root that the seal must have, as audit and verify print it")
    made.add_argument("-q", "--quiet", action="store_true", help="print only what differs")
    return made


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status."""
    options = parser().options(arguments)
    root = options.root
    if root is not None and (len(root) != _ROOT_DIGITS or not set(root.lower()) <= set("0123456789abcdef")):
        raise UsageError(f"--root {root}: give the {_ROOT_DIGITS} hexadecimal digits that audit --bundle printed")
    from provenance.cli.notices import name_notices
    from provenance.reporters.display import count, one_line
    from provenance.verify import compared, opened

    bundle, corpus = opened(options.bundle), None
    wrong, status = list(map(str, bundle.wrong)), OK
    if root is not None and root.lower() != bundle.root:
        wrong.append(f"{options.bundle}: its root is {bundle.root}, not the one that was given: it is another bundle")
    if options.texts and bundle.settings is not None:
        corpus = _read(bundle.settings, options.texts)
        wrong += map(str, compared(bundle, corpus))
        status = INCOMPLETE if name_notices(corpus.notices, every=False) else OK
    elif options.texts:
        complain("the texts were not compared: settings.json does not say any more how they were read")
    with results(utf8=False) as stream:
        stream.writelines(f"{one_line(sentence)}\n" for sentence in wrong)
    if not options.quiet:
        checked = f"{count(len(bundle.contents), 'file')} of the bundle"
        texts = f" and {count(len(corpus.documents), 'document')}" if corpus is not None else ""
        said = count(len(wrong), "difference") if wrong else "nothing differs"
        complain(f"{checked}{texts} checked: {said}; root {bundle.root}", prefix="")
    return status or (FOUND if wrong else OK)


def _read(settings: Mapping[str, object], paths: Sequence[str]) -> Corpus:
    """Return the texts at *paths*, read by the *settings* of the bundle."""
    import attrs

    from provenance.pipeline.reading import read_corpus
    from provenance.pipeline.run import Run
    from provenance.settings import Config

    if "-" in paths:
        raise UsageError("-: a bundle is about files; name those that were audited")
    config = attrs.evolve(Config(), reading=_reading(settings))
    corpus, _ = read_corpus(paths, config, Run(frozenset(("digests",))))
    return corpus


def _reading(recorded: Mapping[str, object]) -> Reading:
    """Return how the texts were read, by the recorded settings; what they do not say is as usual."""
    from provenance.settings import Reading

    usual = Reading()
    encoding, fields = recorded.get("encoding"), recorded.get("fields")
    known = {str(key): str(value) for key, value in fields.items()} if isinstance(fields, dict) else {}
    include, exclude = (
        tuple(map(str, patterns)) if isinstance(patterns := recorded.get(key), list) else ()
        for key in ("include", "exclude")
    )
    return Reading(
        include=include,
        exclude=exclude,
        gitignore=recorded.get("respect-gitignore") is not False,
        follow_links=recorded.get("follow-links") is True,
        encoding=encoding if isinstance(encoding, str) else None,
        fields=known or usual.fields,
    )
