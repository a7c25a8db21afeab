"""Files and copies of pages -> articles in the catalog, with vectors; the followers follow.

scan         which files are there, and which changed
parsing      what each holds, read and cut into sentences by a process apart
worker       … that process
build        where the stages of indexing meet
embed        passages without vectors -> vectors
precedence   who asks goes first
lock         one process at a time; with a catalog in a server, locks
watch        again whenever a file changes
"""
