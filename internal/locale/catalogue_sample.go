package locale

// samplePhrases are sentences of the storybook that in earnest come from elsewhere: diagnostics, lights, settings.
var samplePhrases = map[string]Phrase{
	"review.sample-reason":  {"“15天”可能是办理时限，不是目标。", "“15 days” may be a time limit rather than a target."},
	"review.sample-advice":  {"对照原文，不是目标就取消勾选。", "Compare it with the source; untick it if it is none."},
	"task.sample-why":       {"主体工程已过10月31日时限", "The main works passed their day, 2026-10-31"},
	"audit.sample-broken":   {"第 %s 块与前一块的摘要不符。请保留现场，联系安全审计员。", "Block %s does not fit the one before. Leave everything as it is and tell the auditor."},
	"setting.sample-listen": {"服务监听的地址和端口", "address and port the server listens on"},
	"setting.sample-upload": {"单个文件上限，MB", "largest file that is taken, in MB"},
	"setting.sample-secret": {"统一认证的密钥", "our secret at the sign-in service"},
}
