package cli

import (
	"github.com/wenxiao/wenxiao/internal/cli/argument"
	"github.com/wenxiao/wenxiao/source"
)

// A phrase is a wording in both languages; [source.Chinese] and [source.English]
// index it. Both have the same verbs in the same order.
type phrase [source.English + 1]string

// What is said about the use of commands.
var (
	sayUnknownLanguage = phrase{"--lang 只能是 zh 或 en。", "--lang must be zh or en."}
	sayBadSettings     = phrase{"设置文件读不出来：%v。请检查路径和格式。", "the settings file can not be read: %v. Check its path and form."}
	sayDemoAccounts    = phrase{"演示数据已备好，账号和密码见 %s\n", "The demo is ready; its accounts stand in %s\n"}
	sayBadDay          = phrase{"“%s”不是日期，请写成 2026-11-22", "%q is no date; write it as 2026-11-22"}
	sayServing         = phrase{"问效已启动：%s （按 Ctrl+C 停止）\n", "Wenxiao is at %s (Ctrl+C stops it)\n"}
	sayBadArguments    = phrase{"命令用法不对：%s。", "wrong use: %s."}
	sayTryHelp         = phrase{"用法见：%s --help", "for help: %s --help"}
	sayUnknownCommand  = phrase{"没有“%s”这个命令。", "there is no command %q."}
	sayUnknownFormat   = phrase{
		"不支持格式“%s”。--format 可以是 table（表格）、json、jsonl、xlsx（电子表格）、md（Markdown）或 html（核对页）。",
		"the format %q is not supported. --format can be table, json, jsonl, xlsx, md or html."}
	sayBinaryNeedsOut = phrase{
		"%s 格式不能显示在屏幕上，请用 --out 指定文件，例如 --out 任务分解表.xlsx。",
		"%s can not be shown on a terminal. Name a file with --out, such as --out tasks.xlsx."}
	sayTooManyDocuments = phrase{
		"一个工作簿最多放 %d 份文件，请分几次生成。",
		"a workbook takes at most %d documents. Make several workbooks."}
	sayNoFiles = phrase{
		"没有指定文件。请给出一个或多个文件、文件夹，或用“-”读取标准输入。",
		"no file given. Name one or more files or directories, or - for standard input."}
	sayBadJobs      = phrase{"--jobs 不能小于 0（0 表示与处理器核数相同）。", "--jobs must not be negative (0 means one for each processor)."}
	sayStdinTwice   = phrase{"标准输入（-）只能读取一次。", "standard input (-) can be read only once."}
	sayJSONNeedsOut = phrase{
		"有多份文件时，json 格式需要用 --out 指定输出文件夹；要输出到屏幕或管道，请用 --format jsonl。",
		"several documents as json need --out DIR; for standard output use --format jsonl."}
	sayHTMLNeedsOut = phrase{
		"有多份文件时，html 格式每份写一页，需要用 --out 指定输出文件夹（不以 .html 结尾）。",
		"several documents as html need --out DIR (a name that does not end in .html): each gets a page of its own."}
	sayOutIsFile = phrase{
		"“%s”是文件。json 格式的 --out 应是文件夹。",
		"%q is a file. For json, --out is a directory."}
	sayOutIsDirectory = phrase{
		"“%s”是文件夹。%s 格式的 --out 应是文件。",
		"%q is a directory. For %s, --out is a file."}
	sayOutIsInput = phrase{"--out 会覆盖要读取的文件“%s”，请换一个文件名。", "--out would overwrite the input %q. Choose another name."}
	sayDiffFormat = phrase{
		"--diff 不支持格式“%s”。--format 可以是 table（表格）、json 或 html。",
		"--diff does not write the format %q. --format can be table, json or html."}
	sayDiffNeedsTwo  = phrase{"--diff 比对两份文件：先写旧件，再写新件；这里给出了 %d 份。", "--diff compares two documents, the old one first; %d were given."}
	sayDiffDirectory = phrase{"--diff 比对两份文件，“%s”是文件夹。请写出文件名。", "--diff compares two files; %q is a directory. Name the file."}
	sayDiffEmitText  = phrase{"--diff 的结果已含条文，不能与 --emit-text 同用。", "--diff gives the clauses anyway; do not use it with --emit-text."}
	sayBadMinimum    = phrase{
		"--min 写法不对：%s。应如 --min tasks=0.99,duties=0.98，名称可以是 %s。",
		"--min is wrong: %s. Write --min tasks=0.99,duties=0.98 with names of %s."}
	sayNoGold  = phrase{"请用 --gold 指定标准答案所在的文件夹。", "name the directory of the gold annotations with --gold."}
	sayBadGold = phrase{
		"“%s”里没有标准答案（.json 文件）。",
		"there are no gold annotations (.json files) in %q."}
)

// What is said about files. Each begins with the file's name.
var (
	sayNotFound     = phrase{"%s：没有这个文件或文件夹。", "%s: there is no such file or directory."}
	sayNoPermission = phrase{"%s：没有读取权限。", "%s: you are not allowed to read it."}
	sayCannotRead   = phrase{"%s：无法读取（%v）。", "%s: it can not be read (%v)."}
	sayNoDocuments  = phrase{"%s：文件夹里没有可读取的文件（%s）。", "%s: there are no documents in the directory (%s)."}
	sayInternal     = phrase{
		"%s：程序内部错误，这份文件没有处理。请把文件和这一行反馈给我们：%v",
		"%s: internal error, the document was left out. Please report the file and this line: %v"}
	sayRenamed    = phrase{"%s：已有同名结果，写入 %s。", "%s: its name is taken; written to %s."}
	sayBrokenGold = phrase{"%s：标准答案格式不对（%v）。", "%s: the gold annotation can not be read (%v)."}
	sayUngolded   = phrase{"%s：没有对应的标准答案，未评分。", "%s: there is no gold annotation; it was not scored."}
	sayUncompiled = phrase{"%s：没有给出对应的文件，全部计为遗漏。", "%s: no document was given for it; everything in it counts as missed."}
)

// What is said about the run.
var (
	sayCannotWrite = phrase{"无法写出结果：%v", "the results can not be written: %v"}
	sayInterrupted = phrase{"已中断。", "interrupted."}
	sayProgress    = phrase{"已处理 %d%s 份…", "%d%s documents done…"}
)

// The words of tables.
var (
	wordFile       = phrase{"来源文件", "File"}
	wordIssuers    = phrase{"发文机关", "Issued by"}
	wordNumber     = phrase{"文号", "Number"}
	wordIssued     = phrase{"成文日期", "Date"}
	wordRegion     = phrase{"地区", "Region"}
	wordYear       = phrase{"年度", "Year"}
	wordStatus     = phrase{"状态", "Status"}
	wordSecrecy    = phrase{"不予公开标志", "Marked"}
	wordReferences = phrase{"依据", "Based on"}
	wordNoTitle    = phrase{"（没有标题）", "(no title)"}

	wordTasks         = phrase{"任务", "Tasks"}
	wordDefaultDuties = phrase{"默认责任", "Default duties"}
	wordObligations   = phrase{"定期义务", "Obligations"}
	wordProvisions    = phrase{"政策条款", "Provisions"}
	wordDiagnostics   = phrase{"诊断", "Diagnostics"}
	wordTarget        = phrase{"目标", "Target"}
	wordDue           = phrase{"时限", "Due"}
	wordReview        = phrase{"复核", "Review"}
	wordHint          = phrase{"建议", "hint"}
	wordSoftTarget    = phrase{"力争", "aim"}
	wordPer           = phrase{"按“%s”计", "per %s"}
	wordBaseline      = phrase{"对比：%s", "against: %s"}
	wordNames         = phrase{"、", ", "}
	wordColon         = phrase{"：", ": "}
	wordHeading       = phrase{"%s（%d）", "%s (%d)"}
	wordBracket       = phrase{"（%s）", " (%s)"}

	wordEvery    = phrase{"每", "every "}
	wordPeriodic = phrase{"定期", "periodically"}
	wordOnDates  = phrase{"每年", "every year"}
	wordTimes    = phrase{"%d次", "%d times"}
	wordMonthOf  = phrase{"第%d个月", "month %d of it"}
	wordDay      = phrase{"%d日前", "by day %d"}
	wordWorkdays = phrase{"%d个工作日内", "within %d working days"}

	wordConflicts         = phrase{"矛盾", "Conflicts"}
	wordTargetChanges     = phrase{"目标变化", "Targets"}
	wordDutyChanges       = phrase{"责任变化", "Duties"}
	wordObligationChanges = phrase{"定期义务变化", "Obligations"}
	wordProvisionChanges  = phrase{"政策条款变化", "Provisions"}
	wordClauseChanges     = phrase{"条文变化", "Clauses"}
	wordDoubtful          = phrase{"疑似同一指标，请核对", "perhaps the same measure: check"}
	sayDiffers            = phrase{"不同之处：%s；是同一指标的把握 %s", "differs: %s; confidence that both are of one measure %s"}
	sayMarks              = phrase{"[-旧件才有-] {+新件才有+} …省略相同文字", "[-only in the old-] {+only in the new+} … the same words left out"}

	sayTotals = phrase{
		"合计：文件 %d 份，任务 %d 项，责任 %d 条，目标 %d 个，定期义务 %d 项，政策条款 %d 条，诊断 %d 条",
		"Total: %d documents, %d tasks, %d duties, %d targets, %d obligations, %d provisions, %d diagnostics"}
	sayTotalsFailed = phrase{"未能读取 %d 份，原因见错误输出", "%d could not be read; the reasons stand on standard error"}
)

// The words for the values of the vocabulary, by value; a value without a word prints as it is.
var (
	levelWords = map[string]phrase{
		"nation": {"国家级", "nation"}, "province": {"省级", "province"}, "city": {"市级", "city"}, "county": {"县级", "county"}, "township": {"乡镇级", "township"}}
	statusWords = map[string]phrase{
		"issued": {"印发", "issued"}, "consultation": {"征求意见", "consultation draft"}, "unknown": {"来源不明", "unknown source"}, "incomplete": {"残缺", "incomplete"}}
	roleWords = map[string]phrase{
		"lead": {"牵头", "Lead"}, "responsible": {"负责", "Carries"}, "cooperate": {"配合", "Assists"}}
	actionWords = map[string]phrase{
		"report": {"报送", "report"}, "inspect": {"督查", "inspect"}, "evaluate": {"考核", "evaluate"}, "meet": {"会议", "meet"}, "visit": {"走访", "visit"}, "activity": {"活动", "activity"}}
	provisionWords = map[string]phrase{
		"threshold": {"标准", "threshold"}, "subsidy": {"补助", "subsidy"}, "rule": {"规则", "rule"}}
	softWords = map[string]phrase{
		"direction": {"方向", "Aim"}, "prohibition": {"禁止", "Never"}}
	periodWords = map[string]phrase{
		"week": {"周", "week"}, "month": {"月", "month"}, "quarter": {"季度", "quarter"}, "half-year": {"半年", "half-year"}, "year": {"年", "year"}}
	severityWords = map[string]phrase{
		"note": {"提示", "note"}, "warning": {"注意", "warning"}, "error": {"错误", "error"}}
)

// sayWrong is what is said of each problem with the arguments.
var sayWrong = map[argument.Problem]phrase{
	argument.UnknownOption:  {"没有“%s”这个选项，是否想用 %s", "there is no option %s; did you mean %s?"},
	argument.UnknownCommand: {"没有“%s”这个命令，是否想用 %s", "there is no command %q; did you mean %s?"},
	argument.Surplus:        {"多出参数“%s”", "%q is an argument too many"},
	argument.NoValue:        {"选项 %s 缺少值", "the option %s lacks its value"},
	argument.NotNumber:      {"%s 应是整数，不能是“%s”", "%s must be a whole number, not %q"},
	argument.NotBool:        {"%s 只能写 true 或 false，不能写“%s”", "%s can be true or false, not %q"},
	argument.NotDuration:    {"%s 应是时长，例如 30m 或 8h，不能是“%s”", "%s must be a duration such as 30m or 8h, not %q"},
	argument.NotAmong:       {"%s 只能是 %s，不能是“%s”", "%s must be one of %s, not %q"},
	argument.NotReadable:    {"%s 的值“%s”写法不对", "the value of %s can not be understood: %q"},
	argument.Missing:        {"缺少 %s", "%s must be given"},
}

// sayValueIsOption is said where an option stands in the place of a value.
var sayValueIsOption = phrase{"选项 %s 缺少值，后面是“%s”", "the option %s lacks its value; %q follows"}
