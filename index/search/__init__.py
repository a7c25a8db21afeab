"""Question -> hits.

hits       both followers asked, their rankings fused, joined with the catalog
filtered   within a source, a time, a language, a collection
dated      the dates that a question names
repeated   passages that say again what better ones say
early      passages that are not embedded yet
"""
