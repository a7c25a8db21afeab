"""What a library holds, for people: as text, as JSON, as one HTML page, and the map that the page shares."""
