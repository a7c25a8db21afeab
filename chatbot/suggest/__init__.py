"""Reply -> what else may be asked.

english -> questions    a sentence's own words, put as the question that it answers
suggester               those of the evidence that was not used
"""
