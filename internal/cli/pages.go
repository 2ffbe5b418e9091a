package cli

// The help, which is wording too: the overview and one page for each command.
var (
	sayOverview = phrase{
		`问效（wenxiao）：把政策文件编译成有出处的任务、责任、目标、定期义务和政策条款。

用法：wenxiao 命令 [选项] …

命令：
`, `Wenxiao 问效 compiles policy documents into tasks, duties, targets, obligations and provisions, each with its source.

Usage: wenxiao COMMAND [options] …

Commands:
`}
	sayOverviewEnd = phrase{
		`
每个命令的用法和示例：wenxiao 命令 --help
语言：--lang zh|en，或环境变量 WENXIAO_LANG、LANG；默认中文。

示例：
  wenxiao compile samples
`, `
How to use a command, with examples: wenxiao COMMAND --help
Language: --lang zh|en, or the environment's WENXIAO_LANG or LANG; Chinese by default.

Example:
  wenxiao compile samples
`}
)

// commandHelp is the help of every command, in the order of the overview.
var commandHelp = []struct {
	name    string
	summary phrase
	page    phrase
}{
	{"compile", phrase{"编译文件，列出任务、责任、目标、义务和条款", "compile documents and list what they order"}, compilePage},
	{"eval", phrase{"编译文件并与标准答案比较，给出准确率", "compile documents and score them against gold annotations"}, evalPage},
	{"version", phrase{"显示版本", "print the version"}, versionPage},
	{"help", phrase{"显示帮助", "print help"}, helpPage},
}

var compilePage = phrase{
	`编译政策文件（TXT、HTML、DOCX、PDF、OFD、XLSX，以及经 LibreOffice 转换的旧格式），列出任务、责任、目标、定期义务和政策条款，每一条都有原文位置。

用法：wenxiao compile [选项] 文件|文件夹…

  文件夹会逐层读取其中的 .txt .html .htm .docx .pdf .ofd .xlsx .doc .wps .xls .et .rtf .odt .ods（隐藏文件除外）；直接写出的文件不论扩展名都会尝试；“-”读取标准输入。

选项：
  --format table|json|jsonl|xlsx|md|html
                             输出格式。table：给人看的表格（默认）；json：每份文件一个对象；
                             jsonl：每份文件一行，按输入顺序；xlsx：任务分解表，A3 横向，可直接打印，
                             另有报送事项、政策条款、需核事项（最多 200 份文件）；md：Markdown 文本；
                             html：每份文件一张核对页，原文和提案左右对照
  --out 文件|文件夹          写到哪里，默认为屏幕。json 格式是文件夹（没有则新建），每份文件一个“名称.json”；
                             a.txt 和 a.docx 同时出现时写成 a.txt.json 和 a.docx.json；
                             不同文件夹里的同名文件依次加 ~2、~3。html 格式可以是一个以 .html 结尾的文件（只有一份文件时），
                             否则是文件夹，命名同上。其他格式是一个文件
  --jobs N                   同时处理几份，默认与处理器核数相同
  --emit-text                在结果中附上原文（text），出处按它的 UTF-8 字节计数
  --diff                     比对两份文件（旧件在前、新件在后）：逐条列出未变、改写、改号、移位、新增、删除、拆分、
                             合并，以及目标、责任、义务、条款的变化；两件是同一时期的不同文件时，列出互相矛盾的数字。
                             --format table|json|html（html 是可打印的对照网页），--out 是文件；有差异不算出错
  --lang zh|en               界面语言

退出状态：0 完成；1 有文件读不出来（其余照常输出，原因逐条写到标准错误）；2 用法不对；3 无法写出结果或被中断。

示例：
  wenxiao compile samples
  wenxiao compile --format json --out 结果 2023年实施意见.docx 2022年工作要点.txt
  wenxiao compile --format jsonl --out 全部.jsonl 文件夹
  wenxiao compile --diff --format html --out 对照.html 征求意见稿.docx 印发稿.docx
  wenxiao compile --format xlsx --out 任务分解表.xlsx 2023年实施意见.docx
  wenxiao compile --format html --out 核对.html 2023年实施意见.docx
`, `Compile policy documents (TXT, HTML, DOCX, PDF, OFD, XLSX, and older formats through LibreOffice) into tasks, duties, targets,
obligations and provisions, each with its place in the text.

Usage: wenxiao compile [options] FILE|DIR…

  Of a directory, the files .txt .html .htm .docx .pdf .ofd .xlsx .doc .wps .xls .et .rtf .odt .ods at any depth are
  read, hidden ones excepted; a file that is named is tried whatever its extension; - reads standard input.

Options:
  --format table|json|jsonl|xlsx|md|html
                             table: for people (default); json: one object for each document;
                             jsonl: one line for each document, in the order of the inputs; xlsx: the table
                             of tasks an office prints on A3, with sheets of reports, provisions and what
                             to verify (200 documents at most); md: Markdown;
                             html: a page for each document to review it on, the source beside the proposal
  --out FILE|DIR             where to write, standard output by default. For json it is a directory (made if
                             need be) with one NAME.json for each document; a.txt and a.docx together become
                             a.txt.json and a.docx.json; files of one name from several directories get ~2, ~3.
                             For html it is a file where the name ends in .html (of one document), else a
                             directory with the same names. For other formats it is a file
  --jobs N                   documents worked on at once, by default one for each processor
  --emit-text                add the text whose UTF-8 bytes the spans count
  --diff                     compare two documents, the old one first: clauses unchanged, reworded, renumbered, moved,
                             inserted, removed, split, merged; targets, duties, obligations, provisions that changed;
                             of two documents for one place and time, the numbers that contradict.
                             --format table|json|html (html is a page to read and print), --out is a file;
                             differences are not a fault
  --lang zh|en               language of messages

Exit status: 0 done; 1 an input could not be read (the others are still written, the reasons stand on standard error);
2 wrong use; 3 the results could not be written, or the run was interrupted.

Examples:
  wenxiao compile samples
  wenxiao compile --format json --out results opinion-2023.docx tasks-2022.txt
  wenxiao compile --format jsonl --out all.jsonl documents
  wenxiao compile --diff --format html --out changes.html draft.docx final.docx
  wenxiao compile --format xlsx --out tasks.xlsx opinion-2023.docx
  wenxiao compile --format html --out review.html opinion-2023.docx
`}

var evalPage = phrase{
	`编译文件并与标准答案比较，按事实类别给出准确率（precision）、召回率（recall）和 F1。

用法：wenxiao eval --gold 文件夹 [选项] 文件|文件夹…

  a.txt 与标准答案文件夹里的 a.json（或 a.txt.json）比较；没有给出文件的标准答案全部计为遗漏。

选项：
  --gold 文件夹              标准答案，每份文件一个 .json
  --min 名称=值,…            某项低于给定值时退出状态为 1。名称：tasks duties targets obligations provisions
                             （F1）titles ops dues meta（正确率）
  --show                     列出遗漏（missed）和多出（invented）的每一条
  --json                     以 JSON 输出
  --jobs N                   同时处理几份，默认与处理器核数相同
  --lang zh|en               界面语言

退出状态：0 完成；1 有文件读不出来，或低于 --min；2 用法不对；3 无法写出结果或被中断。

示例：
  wenxiao eval --gold corpus/gold corpus
  wenxiao eval --gold corpus/gold --min tasks=0.99,targets=0.97 --show corpus
`, `Compile documents and score them against gold annotations: precision, recall and F1 for each kind of fact.

Usage: wenxiao eval --gold DIR [options] FILE|DIR…

  a.txt is compared with a.json (or a.txt.json) in the gold directory; of gold without a document, everything
  counts as missed.

Options:
  --gold DIR                 the gold annotations, one .json for each document
  --min NAME=VALUE,…         exit status 1 where a figure is below its value. Names: tasks duties targets
                             obligations provisions (F1), titles ops dues meta (accuracy)
  --show                     list every fact that was missed or invented
  --json                     print JSON
  --jobs N                   documents worked on at once, by default one for each processor
  --lang zh|en               language of messages

Exit status: 0 done; 1 an input could not be read, or a figure is below --min; 2 wrong use; 3 the results could not be
written, or the run was interrupted.

Examples:
  wenxiao eval --gold corpus/gold corpus
  wenxiao eval --gold corpus/gold --min tasks=0.99,targets=0.97 --show corpus
`}

var versionPage = phrase{
	`显示版本、提交、Go 版本和平台。

用法：wenxiao version

示例：
  wenxiao version
`, `Print the version, the commit, the Go version and the platform.

Usage: wenxiao version

Example:
  wenxiao version
`}

var helpPage = phrase{
	`显示命令列表，或一个命令的用法。

用法：wenxiao help [命令]

示例：
  wenxiao help compile
`, `List the commands, or show how to use one.

Usage: wenxiao help [COMMAND]

Example:
  wenxiao help compile
`}
