"""Verification: a written answer's sentences against the sentences that they rest on, without a model."""

from chatbot.verify.checking import Checking
from chatbot.verify.verdict import Weights
from chatbot.verify.verifier import Checked, Entailment, Verifier

__all__ = ["Checked", "Checking", "Entailment", "Verifier", "Weights"]
