package locale

var reportPhrases = map[string]Phrase{}
