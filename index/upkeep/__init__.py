"""What keeps an index well.

doctor     checks everything, and mends it
backup     a copy while people ask, and back from it
manifest   what an index holds, as digests to compare
"""
