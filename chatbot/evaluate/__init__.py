"""``footnote eval``: how good the answers are, on the user's own articles and questions.

    reading     lines of JSON -> Question, ClaimLine      gold       what people marked -> Span
    asking      Question -> Asked                         checking   ClaimLine -> Checked
    metrics · refusal · followups · wording · speed       Asked, Checked -> figures with intervals
    report      figures -> JSON, Markdown, a table        page · charts · worst   -> one HTML page
    draft       articles -> questions for a person to correct

``command`` is where they meet, for the command line. The libraries that score
(``footnote[eval]``) are imported where they are used.
"""
