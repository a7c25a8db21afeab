"""Changes of the library while people chat.

adding     who may add what: paths, addresses, the seeds
uploads    dropped files, under safe names
handover   work that a command hands to the process that holds the index
jobs       one worker that does all of it in turn
catching_up  what other processes changed
"""
