package locale

// framePhrases are the words around every page and of every list and form.
var framePhrases = map[string]Phrase{
	"product": {"问效", "Wenxiao"},

	"frame.language": {"中文", "English"},
	"frame.skip":     {"跳到正文", "Skip to content"},
	"frame.menu":     {"菜单", "Menu"},
	"frame.areas":    {"栏目", "Areas"},
	"frame.crumbs":   {"当前位置", "You are here"},
	"frame.close":    {"关闭", "Close"},
	"frame.account":  {"我的账号", "My account"},
	"frame.sign-out": {"退出登录", "Sign out"},
	"frame.demo":     {"演示数据", "Demo data"},

	"look.title":  {"外观", "Look"},
	"look.theme":  {"颜色", "Colours"},
	"look.system": {"跟随系统", "As the system"},
	"look.light":  {"浅色", "Light"},
	"look.dark":   {"深色", "Dark"},
	"look.type":   {"字号", "Type size"},
	"look.normal": {"标准", "Normal"},
	"look.large":  {"大字", "Large"},
	"look.save":   {"应用", "Apply"},

	"keys.title":  {"快捷键", "Keys"},
	"keys.filter": {"到筛选框", "go to the filter"},
	"keys.rows":   {"上一行、下一行", "next row, previous row"},
	"keys.open":   {"打开选中的一行", "open the selected row"},
	"keys.take":   {"勾选或取消选中的一行", "tick or untick the selected row"},
	"keys.save":   {"保存草稿", "keep a draft"},
	"keys.this":   {"显示本表", "show this table"},

	"confirm.title": {"请确认", "Please confirm"},
	"confirm.yes":   {"确定", "Go ahead"},
	"confirm.no":    {"取消", "Cancel"},

	"error.reference": {"参考编号", "Reference"},
	"error.home":      {"回到首页", "Go to the first page"},
	"error.code":      {"错误代码 %s", "Code %s"},

	"list.filter":         {"筛选", "Filter"},
	"list.clear":          {"清除筛选", "Clear the filter"},
	"list.export":         {"导出表格", "Export"},
	"list.pages":          {"分页", "Pages"},
	"list.from":           {"第 %s～%s 条", "Rows %s to %s"},
	"list.shown":          {"本页 %s 条", "Rows on this page: %s"},
	"list.total":          {"共 %s 条", "of %s"},
	"list.size":           {"每页", "Rows a page"},
	"list.size-of":        {"每页 %s 条", "%s rows a page"},
	"list.previous":       {"上一页", "Previous"},
	"list.next":           {"下一页", "Next"},
	"list.nothing":        {"没有符合条件的内容", "Nothing matches"},
	"list.nothing-advice": {"请放宽条件，或清除筛选后再看。", "Ask for less, or clear the filter."},
	"list.text":           {"查找文字", "Search"},
	"list.more":           {"查看全部", "Show all"},

	"value.none": {"—", "—"},
	"value.yes":  {"是", "yes"},
	"value.no":   {"否", "no"},

	"due.provisional":     {"暂定", "provisional"},
	"due.provisional-why": {"该年度放假安排尚未公布，日期按周末推算，公布后自动重算。", "The year's working days are not announced yet. The date is computed again when they are."},
	"days.today":          {"今天到期", "due today"},
	"days.left":           {"还有%d天", "%d d left"},
	"days.over":           {"超期%d天", "%d d over"},

	"quote.source": {"查看原文", "See the source"},
}
