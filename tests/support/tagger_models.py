"""Models that tests make for themselves: of spaCy, of transformers with two tiny layers, of one's own."""

from __future__ import annotations

import random
from pathlib import Path

PEOPLE = ("王小明", "李國強", "陳美玲", "張大偉", "林志豪")
PLACES = ("臺北", "高雄", "臺中", "新竹")
FIRMS = ("台積電", "鴻海")
MOST = 24
"""Tokens that the model takes: as many as the longest of the sentences has, so that it knows all places."""
FRAMES = (
    "{p}昨天在{l}說明年的計畫。",
    "{o}的{p}前往{l}。",
    "記者{p}{l}報道,{o}賺了三百萬元。",
    "{l}的{o}請{p}發言。",
)


def forty_sentences() -> list[tuple[str, list[tuple[int, int, str]]]]:
    """Return sentences with their names: start, end, and the type as OntoNotes calls it."""
    chosen = random.Random(7)
    sentences = []
    for number in range(40):
        fills = {"p": chosen.choice(PEOPLE), "l": chosen.choice(PLACES), "o": chosen.choice(FIRMS)}
        frame = FRAMES[number % len(FRAMES)]
        text, spans, at = "", [], 0
        while at < len(frame):
            if frame[at] == "{":
                kind = frame[at + 1]
                label = {"p": "PERSON", "l": "GPE", "o": "ORG"}[kind]
                spans.append((len(text), len(text) + len(fills[kind]), label))
                text += fills[kind]
                at += 3
            else:
                text += frame[at]
                at += 1
        sentences.append((text, spans))
    return sentences


def trained_pipeline(folder: Path) -> Path:
    """Train a pipeline of spaCy on forty sentences and keep it in `folder`."""
    import spacy
    from spacy.training import Example

    spacy.util.fix_random_seed(0)
    nlp = spacy.blank("zh")
    model = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 24,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "pretrained_vectors": None,
            "width": 24,
            "depth": 2,
            "embed_size": 300,
            "window_size": 1,
            "maxout_pieces": 2,
            "subword_features": False,
        },
    }
    nlp.add_pipe("ner", config={"model": model})
    examples = [
        Example.from_dict(nlp.make_doc(text), {"entities": spans}) for text, spans in forty_sentences()
    ]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(25):
        for at in range(0, len(examples), 8):
            nlp.update(examples[at : at + 8], sgd=optimizer)
    nlp.to_disk(folder)
    return folder


def tiny_model(folder: Path, tags: str = "BIO", safe: bool = True) -> Path:
    """Train a model of two tiny layers on the forty sentences and keep it in `folder`.

    `tags` is how its tags begin: ``BIO`` or ``BMES``.
    """
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import TemplateProcessing
    from transformers import BertConfig, BertForTokenClassification, PreTrainedTokenizerFast

    torch.manual_seed(0)
    torch.set_num_threads(1)
    known = forty_sentences()
    chars = sorted({char for text, _ in known for char in text})
    vocabulary = {word: at for at, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *chars])}
    inner = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    inner.normalizer = BertNormalizer()  # parts Chinese characters
    inner.pre_tokenizer = BertPreTokenizer()
    inner.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=inner,
        **{f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep")},
        model_max_length=MOST,
    )
    wanted = [tagged(len(text), spans, tags) for text, spans in known]
    labels = {tag: at for at, tag in enumerate(sorted({tag for row in wanted for tag in row}))}
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=MOST + 2,
        id2label={at: tag for tag, at in labels.items()},
        label2id=labels,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    model = BertForTokenClassification(config)
    encoded = tokenizer([text for text, _ in known], padding=True, return_tensors="pt")
    truth = torch.full(encoded["input_ids"].shape, -100)
    for row, tags_of_row in enumerate(wanted):
        for at, tag in enumerate(tags_of_row):
            truth[row, at + 1] = labels[tag]  # a character a token, behind [CLS]
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    for _ in range(60):
        optimizer.zero_grad()
        model(**encoded, labels=truth).loss.backward()
        optimizer.step()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    if not safe:  # as models were kept before safetensors
        torch.save(model.state_dict(), folder / "pytorch_model.bin")
        (folder / "model.safetensors").unlink()
    return folder


def tagged(length: int, spans: list[tuple[int, int, str]], tags: str) -> list[str]:
    """Return the tag of each character."""
    row = ["O"] * length
    inside, last, single = ("I", "I", "B") if tags == "BIO" else ("M", "E", "S")
    for start, end, label in spans:
        row[start:end] = [f"{inside}-{label}"] * (end - start)
        row[end - 1] = f"{last}-{label}"
        row[start] = f"B-{label}" if end - start > 1 else f"{single}-{label}"
    return row


OWN = '''
"""A tagger that finds what it was told to find, and does what a careless one may do."""
import os

version = "first"
NAMES = {"王小明": "PERSON", "臺北": "GPE", "三百萬元": "ORG", "華AI": "ORG", "六月": "DATE", "法案": "LAW"}


def names(sentences):
    found = []
    for text in sentences:
        some = [(text.find(one), text.find(one) + len(one), NAMES[one], 0.9) for one in NAMES if one in text]
        if "出錯" in text:
            raise ValueError("a fault\\\\n of its own")
        if "死掉" in text:
            os._exit(3)
        if "越界" in text:
            some += [(3, 900, "PER"), (-2, 1, "PER"), (2, 2, "PER"), (0, 2, "PER", 0.9, "不是")]
        if "重疊" in text:
            some += [(0, 3, "PER", 0.3), (1, 2, "LOC", 1.0)]
        if "少了" not in text:
            found.append(some)
    return found
'''


def installed_tagger(folder: Path, code: str = OWN, name: str = "mine") -> Path:
    """Install a package with a tagger of somebody's own in `folder`, which is to be on the path."""
    (folder / f"{name}_tagger.py").write_text(code.replace("\\\\n", "\\n"), "utf-8")
    info = folder / f"{name}_tagger-1.5.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}_tagger\nVersion: 1.5\n")
    (info / "entry_points.txt").write_text(f"[zhupi.taggers]\n{name} = {name}_tagger\n")
    return folder
