"""Say how firmly documents say a thing, in qualifiers of Wikidata."""
