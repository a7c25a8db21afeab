"""Found -> the sentences that bear on the question, and the probability that they answer it.

features      what can be seen of each sentence without a model
second_look   what the best sentence leads to
tables        rows, with the names of their columns
cells         whether one cell of a row is asked for
extremes      the row that has the most or the least of a column
reread        the reranker's word on the likeliest passages
scoring       the best sentences, near-duplicates folded
answerable    the probability
judge         where these meet
"""
