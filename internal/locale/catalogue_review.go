package locale

var reviewPhrases = map[string]Phrase{}
