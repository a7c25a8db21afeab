"""Footnote for other people's agents, over the Model Context Protocol (https://modelcontextprotocol.io).

results    what a tool gives back, field by field
desk       the library, and who may do what at it
reading    the tools that ask, find, list and read, and the articles as resources
adding     the tools that put articles into the library
server     the tools as one server
stdio      for a program on this machine that starts it     http    for those that reach the site
"""
