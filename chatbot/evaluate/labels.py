"""What each figure is called where people read it; the names of parts and figures are the JSON's."""

PARTS = {
    "retrieval": "Retrieval: the right articles",
    "evidence": "Evidence: the right sentences",
    "refusal": "Refusal: knowing when not to answer",
    "citations": "Citations",
    "answers": "Answers, beside a person's",
    "followups": "Follow-ups (nDCG@10)",
    "verdicts": "Verdicts on claims",
}

FIGURES = {
    ("retrieval", "hit@1"): "a right article first",
    ("retrieval", "hit@5"): "… among the first 5",
    ("retrieval", "hit@10"): "… among the first 10",
    ("retrieval", "mrr"): "mean reciprocal rank of the first right article",
    ("retrieval", "ndcg@10"): "nDCG of the first 10",
    ("retrieval", "recall@10"): "share of the right articles among the first 10",
    ("evidence", "gold@1"): "a gold sentence first",
    ("evidence", "gold@3"): "… among the first 3",
    ("evidence", "gold@6"): "… among the first 6",
    ("evidence", "both@6"): "all gold sentences of several articles among the first 6",
    ("evidence", "precision"): "cited sentences that are gold",
    ("evidence", "recall"): "gold sentences that are cited",
    ("evidence", "f1"): "F1 of the two",
    ("refusal", "auc"): "area under the ROC curve of confidence",
    ("refusal", "refused_at_10pct_false"): "unanswerable refused, if 10% of answerable may be",
    ("refusal", "answered"): "answerable questions answered",
    ("refusal", "refused"): "unanswerable questions refused",
    ("citations", "valid"): "quotes that stand at their place, letter for letter",
    ("citations", "precision"): "citations that hit a gold sentence",
    ("citations", "recall"): "sentences of answers with such a citation",
    ("answers", "contain"): "the person's answer stands in ours",
    ("answers", "f1"): "F1 of words",
    ("answers", "rouge_l"): "ROUGE-L",
    ("followups", "last_turn"): "the last turn by itself",
    ("followups", "ours"): "as Footnote asks it",
    ("followups", "rewrite"): "a person's stand-alone question",
    ("followups", "share_of_gain"): "share of the person's gain",
    ("verdicts", "balanced_accuracy"): "balanced accuracy, supported or not",
}

STAGES = {
    "embedding": "one embedding",
    "until_evidence": "until evidence",
    "all": "whole answer",
}
"""Of times; a stage of the chain is called what the chain calls it."""
