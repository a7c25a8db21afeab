"""What a sentence says, read from its words alone.

numerals -> quantities -> statements    its numbers with their units; what it states of what
planted                                 whether it gives orders to whoever answers
plain                                   a model's sentence without links, pictures and tags
"""
