r"""Fit the reranker: first on public pairs, then on what the question sets really find.

    python -m chatbot.fitting.reranker public FOLDER WEIGHTS --begin MODEL --minutes 10
    python -m chatbot.fitting.reranker found FOLDER… --claims FILE… \
        --public FOLDER --start WEIGHTS --out WEIGHTS

MODEL is a folder of a BERT; without it the layers are the embedding model's. The second makes two
files: beside WEIGHTS one that has seen only half of the articles, so that figures on the other half
are honest (``python -m chatbot.fitting --half``), and WEIGHTS itself, which goes on from there with
one epoch of all the questions.
"""

import argparse
import math
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from chatbot.fitting.asked import Asked, ask, halves
from chatbot.fitting.claims import Part, part_rows, parts
from chatbot.fitting.rows import Public, Row, found_rows
from chatbot.fitting.seen import look
from chatbot.reranker.network import Network
from chatbot.reranker.tokens import Pair, encode, reading_tokenizer
from chatbot.verify import Verifier
from index import models
from index.embedding import LocalEmbedder
from index.settings import IndexSettings

BATCH = 16
RATE = 5e-5
"""Learning rate of the body; its heads, which begin at random, learn ten times as fast."""

FROZEN = 6
"""Layers, the lowest, that stay as they were, as the embeddings do."""

WARM_UP = 100
"""Steps until the learning rate is whole."""

SENTENCE_BY_ITSELF = 0.5
"""Weight of judging each sentence by itself beside choosing among a passage's sentences."""

REPLAYED = 0.2
"""Share of the public rows that go along in each epoch of the second fit."""

CLAIMS = 400
"""Sentences of claims in each epoch of the second fit."""

Epoch = Callable[[random.Random], list[Row]]


def main() -> None:
    """Run one of the two fits."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.fitting.reranker", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    public = kinds.add_parser("public")
    public.add_argument("folder", type=Path)
    public.add_argument("out", type=Path)
    public.add_argument("--begin", type=Path, help="the folder of the model whose layers these are at first")
    public.add_argument("--minutes", type=float, default=10)
    found = kinds.add_parser("found")
    found.add_argument("folders", nargs="+", type=Path)
    found.add_argument("--claims", nargs="*", default=[], type=Path, help="as chatbot.verify.sets reads them")
    found.add_argument("--public", type=Path, required=True)
    found.add_argument("--start", type=Path, required=True)
    found.add_argument("--out", type=Path, required=True)
    found.add_argument("--epochs", type=int, default=3)
    for kind in (public, found):
        kind.add_argument("--frozen", type=int, default=FROZEN, help=f"layers that stay; {FROZEN} by default")
        kind.add_argument("--rate", type=float, default=RATE, help=f"of learning; {RATE} by default")
    given = parser.parse_args()
    if given.kind == "public":
        network = Network.begin(given.begin or models.shipped())
        rows = Public(given.folder).rows
        train(network, rows, seconds=given.minutes * 60, frozen=given.frozen, rate=given.rate)
        look(network, rows(random.Random(0)))
        network.save(given.out, models.shipped())
    else:
        _fit_found(given)


def train(
    network: Network,
    epoch: Epoch,
    *,
    seconds: float = math.inf,
    epochs: int = 1000,
    frozen: int = FROZEN,
    rate: float = RATE,
) -> None:
    """Fit ``network`` until the time or the epochs are over; prints the losses as it goes."""
    chance = random.Random(0)
    torch.manual_seed(0)
    stays = ("embeddings.", *(f"encoder.layer.{number}." for number in range(frozen)))
    for name, parameter in network.body.named_parameters():
        parameter.requires_grad = not name.startswith(stays)
    body = [parameter for parameter in network.body.parameters() if parameter.requires_grad]
    heads = [*network.sentence.parameters(), *network.pair.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": heads, "lr": 10 * rate}], weight_decay=0.01
    )
    rates = [group["lr"] for group in optimiser.param_groups]
    tokenizer = reading_tokenizer(str(models.shipped() / "tokenizer.json"))
    network.train()
    start, step = time.monotonic(), 0
    for number in range(epochs):
        batches = _batches(epoch(chance), chance)
        for place, rows in enumerate(batches):
            done = max((time.monotonic() - start) / seconds, (number + place / len(batches)) / epochs)
            if done >= 1:
                return
            for group, whole in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = whole * min(1.0, (step + 1) / WARM_UP) * max(0.03, 1 - done)
            batch = encode(tokenizer, [row.pair for row in rows])
            most = max(len(row.pair.sentences) for row in rows)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                sentences, pairs = network(batch, most)
            loss = _loss(rows, sentences.float(), pairs.float(), torch.from_numpy(batch.sentence))
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            step += 1
            if step % 50 == 0:
                print(f"step {step}  {done:.1%}  loss {loss.item():.3f}", flush=True)


def _loss(rows: Sequence[Row], sentences: Tensor, pairs: Tensor, belongs: Tensor) -> Tensor:
    losses: list[Tensor] = []
    for number, row in enumerate(rows):
        if row.answers is not None:
            count = len(row.answers)
            present = torch.isin(torch.arange(1, count + 1), belongs[number])
            right = torch.tensor(row.answers).float() * present
            none = (right.sum() == 0).float()
            options = torch.cat([sentences[number, :count].masked_fill(~present, -30.0), pairs[number, :1]])
            wanted = torch.cat([right, none[None]])
            chosen = -(nn.functional.log_softmax(options, 0) * wanted / wanted.sum()).sum()
            alone = nn.functional.binary_cross_entropy_with_logits(
                sentences[number, :count][present], right[present]
            )
            losses.append(chosen + SENTENCE_BY_ITSELF * alone)
        if row.supported is not None:
            wanted = torch.tensor(float(row.supported))
            losses.append(nn.functional.binary_cross_entropy_with_logits(pairs[number, 1], wanted))
    return torch.stack(losses).mean()


def _batches(rows: list[Row], chance: random.Random) -> list[list[Row]]:
    """Return batches of rows of like length, in any order."""
    chance.shuffle(rows)
    found: list[list[Row]] = []
    for first in range(0, len(rows), 24 * BATCH):
        near = sorted(rows[first : first + 24 * BATCH], key=lambda row: _length(row.pair))
        part = [near[n : n + BATCH] for n in range(0, len(near), BATCH)]
        chance.shuffle(part)
        found += part
    return found


def _length(pair: Pair) -> int:
    return len(pair.question) + len(pair.context) + sum(map(len, pair.sentences))


def _fit_found(given: argparse.Namespace) -> None:
    embedder = LocalEmbedder(IndexSettings.read().embedding_model)
    asked = [
        each
        for folder in given.folders
        for each in ask(folder, [other for other in given.folders if other != folder], embedder)
    ]
    half = halves(asked)
    public = Public(given.public)
    seen_by_half = [each for each, side in zip(asked, half, strict=True) if side == 0]
    held = parts(given.claims, Verifier(embedder))
    held_by_half = [each for each in held if each.side == 0]
    network = Network.open(given.start, models.shipped())
    for seen, claims, epochs, out in (
        (seen_by_half, held_by_half, given.epochs, half_file(given.out)),
        (asked, held, 1, given.out),
    ):
        print(f"{out}: {len(seen)} questions, {len(claims)} sentences of claims", flush=True)
        rows = _epoch(seen, claims, public)
        train(network, rows, epochs=epochs, frozen=given.frozen, rate=given.rate)
        look(network, rows(random.Random(0)))
        network.save(out, models.shipped())


def _epoch(seen: Sequence[Asked], claims: Sequence[Part], public: Public) -> Epoch:
    sizes = Counter(each.set for each in seen)
    small = [each for each in seen if sizes[each.set] < len(seen) / 4]

    def rows(chance: random.Random) -> list[Row]:
        return [
            *found_rows([*seen, *small], chance),
            *part_rows(claims, CLAIMS, chance),
            *public.rows(chance, REPLAYED),
        ]

    return rows


def half_file(out: Path) -> Path:
    """Return the file of the reranker that has seen only the first half of the articles."""
    return out.with_name(f"{out.stem}.half{out.suffix}")


if __name__ == "__main__":
    main()
