package locale

// formPhrases are the words of every form, and what the script says.
var formPhrases = map[string]Phrase{
	"form.required": {"必填", "required"},
	"form.choose":   {"请选择", "Choose"},
	"form.save":     {"保存", "Save"},
	"form.cancel":   {"取消", "Cancel"},

	"form.missing": {"这一项必须填写。", "This has to be filled in."},

	"draft.restored": {"已恢复%s的草稿。", "Your draft of %s is back."},
	"draft.discard":  {"不用草稿", "Discard it"},

	"script.restored":   {"已恢复 {0} 的草稿", "Your draft of {0} is back"},
	"script.discard":    {"不用草稿", "Discard it"},
	"script.saved":      {"草稿已保存（{0}）", "Draft kept at {0}"},
	"script.kept":       {"连不上服务器，草稿已存在本机（{0}）", "The server does not answer; the draft is kept on this computer ({0})"},
	"script.too-large":  {"“{0}”有 {1}，超过上限 {2}。请压缩或拆分后再上传。", "“{0}” has {1}, more than {2}. Make it smaller or divide it."},
	"script.wrong-type": {"“{0}”的格式不在可上传之列。", "“{0}” has a format that is not taken."},
	"script.sending":    {"正在上传…{0}%", "Sending… {0}%"},
	"script.sent":       {"上传完成，正在打开…", "Sent. Opening…"},
	"script.working":    {"正在处理，请稍候…", "Working on it…"},
	"script.preparing":  {"正在准备文件，好了会自动下载。", "The file is being made; its download begins when it is ready."},
	"script.lost":       {"上传中断，请检查网络后再试。", "The upload broke off. Check the line and try again."},
	"script.leave":      {"有内容还没有提交。", "Something is not submitted yet."},
}
