"""Group a corpus with this tool and with others, score them all against the truth, and print one table.

    python benchmarks/grouping.py [--documents 100000] [--python PEERS/bin/python] [--only tools,stages,…]

The corpus comes from the shared folder where there is one, else from grouping_shapes.py.  Peers run in the Python that
--python names, where they are installed; those that are not are passed over.  Files stay in --folder for the next run.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import grouping_shapes
import grouping_truth
from grouping_peers import PEERS

HERE = Path(__file__).resolve().parent
MEASURE = (
    "import os, sys, time\nstart = time.perf_counter()\npid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)\n"
    "_, status, used = os.wait4(pid, 0)\nprint(used.ru_utime + used.ru_stime, time.perf_counter() - start, "
    "used.ru_maxrss, os.waitstatus_to_exitcode(status), file=sys.stderr)\n"
)


def measured(command: list[str]) -> tuple[float, float, float, int]:
    """Return CPU seconds, wall seconds, peak memory in MB and the exit status of a command."""
    # By a small process in between: a child of this one would be charged with this one's memory.
    # Modules compiled once, as they are where a tool is installed, whatever this machine's settings say.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *command], capture_output=True, text=True, check=False, env=environment
    )
    cpu, wall, memory, status = done.stderr.split("\n")[-2].split()
    return float(cpu), float(wall), float(memory) / (1 if sys.platform == "linux" else 1024) / 1024, int(status)


def audit(corpus: Path, threshold: float, out: Path) -> list[str]:
    """Return the command that groups *corpus* and writes its pairs and groups."""
    what = ["--keep", "longest", "--write", "pairs,groups", "--threshold", f"{threshold}"]
    return [sys.executable, "-m", "provenance", "audit", str(corpus), *what, "--output", str(out), "-q"]


def corpus_of(documents: int, folder: Path) -> Path:
    """Return the corpus of so many documents, made when it is not there."""
    path = folder / f"news{documents}.jsonl"
    shared = Path(os.environ.get("PROVENANCE_SHARED") or HERE.parent.parent / "shared") / "eval"
    if path.exists():
        return path
    if (shared / "make_corpus.py").is_file():
        subprocess.run([sys.executable, "make_corpus.py", str(documents), str(path.resolve())], cwd=shared, check=True)
    else:
        grouping_shapes.write(grouping_shapes.news(documents), str(path))
    return path


def pairs_in(path: Path) -> set[frozenset[str]]:
    """Return the pairs of a table of ids, with a header (CSV) or without (TSV)."""
    with path.open(encoding="utf-8", newline="") as lines:
        if path.suffix == ".csv":
            return {frozenset((row["left"], row["right"])) for row in csv.DictReader(lines)}
        return {frozenset(line.rstrip("\n").split("\t")) for line in lines}


def show(header: list[str], rows: list[list[str]]) -> None:
    """Print a table in Markdown."""
    for row in (header, ["---"] * len(header), *rows):
        print("|", " | ".join(row), "|")
    print(flush=True)


def tools(documents: int, threshold: float, python: str, folder: Path) -> None:
    """Print what each tool costs and finds on one corpus."""
    corpus = corpus_of(documents, folder)
    truth = corpus.with_suffix(".truth.tsv")
    if not truth.exists():
        grouping_truth.make(str(corpus), str(truth))
    wanted, size = grouping_truth.read(str(truth)), corpus.stat().st_size / 1e6
    found = []
    for name in ("provenance", *PEERS):
        out = folder / f"{name}.tsv"
        command = [python, str(HERE / "grouping_peers.py"), name, str(corpus), f"{threshold}", str(out)]
        if name == "provenance":
            out = folder / "reports" / "pairs.csv"
            command = audit(corpus, threshold, out.parent)
        out.unlink(missing_ok=True)
        cpu, wall, memory, status = measured(command)
        if status or not out.exists():
            print(f"{name}: not run (exit status {status})", file=sys.stderr)
            continue
        found.append((name, cpu, wall, memory, *grouping_truth.score(wanted, pairs_in(out), threshold)))
    fastest = min((row[2] for row in found if row[0] != "provenance"), default=float("nan"))
    print(f"{documents:,} documents, {size:.0f} MB, threshold {threshold}: from records to pairs\n")
    header = ["tool", "CPU s", "wall s", "peak MB", "MB/s of CPU", "precision", "recall", "times the fastest peer"]
    forms = ["{}", "{:.2f}", "{:.2f}", "{:.0f}", "{:.1f}", "{:.4f}", "{:.5f}", "{:.2f}"]
    rows = [(*row[:4], size / row[1], *row[4:], fastest / row[2]) for row in found]
    show(header, [[form.format(value) for form, value in zip(forms, row, strict=True)] for row in rows])


def signatures(documents: int, folder: Path) -> None:
    """Print the speed of words, shingles and permutations alone, on one core, beside that of a plain loop in C."""
    import numpy as np
    import orjson

    from provenance.model import Batch
    from provenance.sketch import permutations, sketch
    from provenance.words import COMPILED

    with corpus_of(documents, folder).open("rb") as lines:
        texts = [orjson.loads(line)["text"].encode("utf-8", "surrogatepass") for line in lines]
    # Only ASCII, since the plain loop knows nothing else.
    texts = [text for text in texts if text.isascii()]
    offsets = np.concatenate(([0], np.cumsum([len(text) for text in texts]))).astype(np.int64)
    batch = Batch((), b"".join(texts), offsets, offsets[:-1])
    files = [folder / name for name in ("texts.bin", "offsets.bin", "permutations.bin")]
    for path, content in zip(files, (batch.buffer, offsets.tobytes(), np.stack(permutations()).tobytes()), strict=True):
        path.write_bytes(content)
    limit = folder / "limit"
    subprocess.run(["cc", "-O3", "-w", str(HERE / "grouping_limit.c"), "-o", str(limit)], check=True)
    ours, plain = [], []
    for _ in range(5):
        start = time.process_time()
        found = sketch(batch).signatures
        ours.append(time.process_time() - start)
        seconds, checksum = subprocess.run([limit, *files], capture_output=True, text=True, check=True).stdout.split()
        plain.append(float(seconds))
    same = int(checksum) == int(found.sum(dtype=np.uint64))
    size = len(batch.buffer) / 1e6
    print(f"signatures of {size:.0f} MB of ASCII on one core, best of 5 ({'compiled' if COMPILED else 'numpy'})\n")
    check = "1.00" if same else "other sums: not the same work"
    rows = [
        ["provenance", f"{size / min(ours):.0f}", f"{min(ours) / min(plain):.2f}"],
        ["a plain loop in C", f"{size / min(plain):.0f}", check],
    ]
    show(["what", "MB/s", "time ÷ the plain loop's"], rows)


def shapes(scale: float, folder: Path) -> None:
    """Print what corpora cost that are hard to group, at a quarter of the size and whole."""
    rows = []
    for name, (make, full) in grouping_shapes.SHAPES.items():
        costs = []
        for size in (int(full * scale / 4), int(full * scale)):
            path = folder / "shape.jsonl"
            grouping_shapes.write(make(size), str(path))
            cpu, wall, memory, status = measured(audit(path, 0.7, folder / "reports"))
            costs.append(cpu / size)
            pairs = len(pairs_in(folder / "reports" / "pairs.csv")) if not status else -1
            unit = "bytes" if name == "one document" else "documents"
            rows.append([name, f"{size:,} {unit}", f"{cpu:.2f}", f"{wall:.2f}", f"{memory:.0f}", f"{pairs:,}",
                         f"{costs[-1] / costs[0]:.2f}"])  # fmt: skip
    print("Corpora that are hard to group, threshold 0.7\n")
    show(["shape", "size", "CPU s", "wall s", "peak MB", "pairs", "cost of one ÷ that at a quarter of the size"], rows)


def stages(folder: Path) -> None:
    """Print what each stage of a whole audit costs, with every rule and report, on wire stories where there are any."""
    path = folder / "reuters.jsonl"
    shared = Path(os.environ.get("PROVENANCE_SHARED") or HERE.parent.parent / "shared")
    if not path.exists() and (shared / "eval" / "reuters_jsonl.py").is_file():
        subprocess.run([sys.executable, "reuters_jsonl.py", str(path.resolve())], cwd=shared / "eval", check=True)
    elif not path.exists():
        grouping_shapes.write(grouping_shapes.news(19_043), str(path))
    whole = [sys.executable, "-m", "provenance", "audit", str(path), "--no-cache", "--timings", "-q"]
    whole += ["--output", str(folder / "whole")]
    done = subprocess.run(whole, capture_output=True, text=True, check=True)
    print("A whole audit, stage by stage\n")
    header, *rows = (line.split("  ") for line in done.stderr.splitlines() if "  " in line)
    show(*([cell.strip() for cell in header if cell.strip()], [[c.strip() for c in row if c.strip()] for row in rows]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--threshold", type=float, default=0.7)
    parser.add_argument("--scale", type=float, default=1.0, help="of the shapes' sizes")
    parser.add_argument("--python", default=sys.executable, help="the Python that has the peers")
    parser.add_argument("--folder", type=Path, default=Path("benchmark-files"))
    parser.add_argument("--only", default="tools,signatures,stages,shapes")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    wanted = given.only.split(",")
    if "tools" in wanted:
        tools(given.documents, given.threshold, given.python, given.folder)
    if "signatures" in wanted:
        signatures(given.documents, given.folder)
    if "stages" in wanted:
        stages(given.folder)
    if "shapes" in wanted:
        shapes(given.scale, given.folder)


if __name__ == "__main__":
    main()
