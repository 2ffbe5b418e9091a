package locale

var registerPhrases = map[string]Phrase{}
