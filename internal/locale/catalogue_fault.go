package locale

var faultPhrases = map[string]Phrase{}
