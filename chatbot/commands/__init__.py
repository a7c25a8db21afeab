"""The commands of ``footnote``, one family a module; ``chatbot.cli`` puts them together.

access         users, keys               conversations  what was asked on the page
following      sync, watch               models         model files
upkeep         doctor, backup, restore, reembed
options        what all of them share    show           what they print
"""
