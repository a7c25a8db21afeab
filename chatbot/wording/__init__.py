"""What a sentence says, read from its words alone.

numerals -> quantities -> statements    its numbers with their units; what it states of what
superlatives                            the most or the least that a question asks for
values                                  a column's cells, to be put in order
planted                                 whether it gives orders to whoever answers
plain                                   a model's sentence without links, pictures and tags
"""
