package locale

// documentPhrases are the words of documents on their way into the ledger.
var documentPhrases = map[string]Phrase{
	"document.upload": {"上传文件", "Put a document in"},
}
