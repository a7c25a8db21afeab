"""The indexes that follow the catalog: derived from it, thrown away and built anew where they are damaged.

follower        how far one has come, and how it catches up
shelf           where its generations lie
terms           passages by their words, in tantivy
vectors         passages by their vectors, in Chroma
vector_server   the same in a Chroma server, reached by chroma_server
"""
