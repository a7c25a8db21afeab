"""Evidence -> what is answered from it, and what is said beside it.

steps         all steps of a procedure, where one of them is the answer
led_to        what a sentence's colon leads to
quoting       the quoted answer, each sentence with its citation
quoter        … of a library: where the three meet
missing       the parts of the question that nothing bears on
conflicts     articles that contradict each other
"""
