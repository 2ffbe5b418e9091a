package locale

var adminPhrases = map[string]Phrase{}
