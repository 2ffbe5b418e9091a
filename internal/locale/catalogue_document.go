package locale

// documentPhrases are the words of documents on their way into the ledger.
var documentPhrases = map[string]Phrase{
	"document.upload":       {"上传文件", "Put a document in"},
	"document.upload-hint":  {"可上传 %s，单个文件不超过 %s。涉密文件不得上传。", "Formats: %s. Largest file: %s. Secret documents must not be put in."},
	"document.compile":      {"上传并编制", "Send and compile"},
	"document.empty":        {"还没有文件", "No documents yet"},
	"document.empty-advice": {"上传一份工作要点、实施方案或通知，程序会读出任务、责任单位、目标和报送要求，由您对照原文核对。", "Put in a plan or a notice. Its tasks, units, targets and report dates are found, for you to compare with the text."},
	"document.title":        {"文件名称", "Title"},
	"document.number":       {"文号", "Number"},
	"document.issued":       {"成文日期", "Dated"},
	"document.issuers":      {"发文机关", "Issued by"},
	"document.secrecy":      {"不予公开标志", "Marked"},
	"document.secrecy-why":  {"不得向单位以外提供", "not for outsiders"},
	"document.standing":     {"效力", "Standing"},
	"document.file":         {"原件", "Original"},
	"document.tasks":        {"任务", "Tasks"},
	"document.doubts":       {"存疑", "Doubtful"},
	"document.added":        {"上传", "Put in"},
	"document.added-by":     {"上传人", "By"},
	"document.progress":     {"编制进度", "Progress of compiling"},
	"document.leave":        {"可以离开本页，编制在后台继续。", "You can leave this page, the work goes on."},
	"document.refresh":      {"刷新", "Reload"},

	"word.document-state.waiting":   {"编制中", "Compiling"},
	"word.document-state.proposed":  {"待核对", "To review"},
	"word.document-state.adopted":   {"已采用", "Adopted"},
	"word.document-state.failed":    {"未能读取", "Not read"},
	"word.document-state.withdrawn": {"已撤下", "Withdrawn"},

	"word.standing.issued":       {"正式印发", "Issued"},
	"word.standing.consultation": {"征求意见稿，不作为交办依据", "Draft for comment: binds nobody"},
	"word.standing.unknown":      {"来源不明，请先核实", "Unknown source: verify it"},
	"word.standing.incomplete":   {"残缺，请补齐原件", "Incomplete: find the whole"},

	"word.stage.waiting":    {"排队等待", "Waiting for its turn"},
	"word.stage.reading":    {"读取文件", "Reading the file"},
	"word.stage.cleaning":   {"整理文字", "Cleaning the text"},
	"word.stage.outlining":  {"识别条目", "Finding the clauses"},
	"word.stage.extracting": {"读出任务和目标", "Finding tasks and targets"},
	"word.stage.saving":     {"保存结果", "Keeping the result"},
}
