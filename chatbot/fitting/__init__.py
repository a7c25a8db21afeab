"""Question sets -> the fitted numbers that ship: weights of evidence and refusal, the reranker.

``python -m chatbot.fitting`` fits and scores the weights, ``python -m
chatbot.fitting.reranker`` the reranker. Nothing here runs when a question is answered.
"""
