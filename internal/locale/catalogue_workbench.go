package locale

var workbenchPhrases = map[string]Phrase{}
