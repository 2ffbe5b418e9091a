package source

// Wording is everything that is said about one diagnostic code, in both
// languages; [Chinese] and [English] index the arrays.
type Wording struct {
	Severity   Severity
	Message    [2]string
	Suggestion [2]string
}

// The diagnostic codes. R is the reader's, C the cleaner's, O the outline's, E extraction's.
const (
	CharsetGuessed   Code = "R101" // no label said which encoding the bytes are in
	CharsetReplaced  Code = "R102" // bytes that fit no character were replaced
	MainTextGuessed  Code = "R103" // which part of a page is the document was guessed
	RevisionAccepted Code = "R104" // tracked changes were read as accepted
	NumberingUnknown Code = "R105" // an automatic number has a format that is not known

	FootnotesLeftOut  Code = "R107" // footnotes of printed pages are no part of the text
	GlyphsWithoutText Code = "R108" // words of a printed page hold shapes of a font and no characters
	PagesScanned      Code = "R106" // some pages are pictures without text
	HiddenLeftOut     Code = "R121" // hidden rows, columns or sheets were left out
	FormulaUnsaved    Code = "R122" // formulas have no saved result
	NumberTooLong     Code = "R123" // numbers have more digits than a spreadsheet keeps
	Converted         Code = "R131" // an office program converted the document first
)

// Catalogue holds the wording of every diagnostic code.
var Catalogue = map[Code]Wording{
	CharsetGuessed: {Note,
		[2]string{"文件没有说明编码，按 %s 读取", "the file does not say its encoding; it was read as %s"},
		[2]string{"如有乱码，请另存为 UTF-8 后重试", "if characters look wrong, save the file as UTF-8 and try again"}},
	CharsetReplaced: {Warning,
		[2]string{"有 %s 处字节不是合法字符，已用“�”代替", "%s places hold bytes that are no character; they were replaced by “�”"},
		[2]string{"请核对原件，或另存为 UTF-8 后重试", "check the original, or save the file as UTF-8 and try again"}},
	MainTextGuessed: {Note,
		[2]string{"网页正文是按版面推断的", "which part of the page is the document was inferred from its layout"},
		[2]string{"请核对开头和结尾是否完整", "check that the beginning and the end are complete"}},
	RevisionAccepted: {Warning,
		[2]string{"文件含有 %s 处未接受的修订，已按全部接受处理", "the file holds %s tracked changes; they were read as accepted"},
		[2]string{"请确认这是定稿，或在 WPS/Word 中接受修订后重试", "make sure this is the final version, or accept the changes in WPS or Word and try again"}},
	NumberingUnknown: {Warning,
		[2]string{"自动编号的格式“%s”未能识别，已按阿拉伯数字显示", "the automatic numbering format “%s” is not known; Arabic numerals are shown"},
		[2]string{"请核对条目编号", "check the labels of the clauses"}},
	FootnotesLeftOut: {Note,
		[2]string{"有 %s 行脚注未读入正文", "%s lines of footnotes were left out of the text"},
		[2]string{"如果脚注规定了任务或数字，请对照原件补上", "if a footnote sets a task or a figure, add it from the original"}},
	GlyphsWithoutText: {Warning,
		[2]string{"有 %s 处文字只有字形、没有字符，未能读出", "the words in %s places hold only shapes of a font and no characters; they were not read"},
		[2]string{"请对照原件补上这些文字，或向发文单位索取 DOCX", "add these words from the original, or ask the issuer for the DOCX"}},
	PagesScanned: {Warning,
		[2]string{"第 %s 页没有可用的文字（扫描图片），未能读取", "pages %s hold no usable text (they are scanned pictures) and were not read"},
		[2]string{"请对这些页做文字识别（OCR），把全文存为同名的 TXT 文件后重试", "recognise the text of these pages (OCR), save the whole as a TXT file of the same name, and compile that"}},
	HiddenLeftOut: {Warning,
		[2]string{"略去了表格中隐藏的内容：%s 行、%s 列、%s 个工作表", "hidden parts of the spreadsheet were left out: %s rows, %s columns, %s sheets"},
		[2]string{"如果其中有需要的内容，请取消隐藏或筛选，保存后重试", "if they belong to the document, unhide them or clear the filter, save the file and try again"}},
	FormulaUnsaved: {Warning,
		[2]string{"有 %s 个公式没有保存计算结果，按空白读取", "%s formulas have no saved result and were read as empty"},
		[2]string{"请用 WPS 或 Excel 打开，保存后重试", "open the file in WPS or Excel, save it and try again"}},
	NumberTooLong: {Warning,
		[2]string{"有 %s 个数字超过 15 位，电子表格可能已改掉末尾几位", "%s numbers have more than 15 digits; the spreadsheet program may have changed the last ones"},
		[2]string{"请对照原件核对这些号码；号码应以文本格式保存", "compare these numbers with the original; numbers of this kind belong in cells of text"}},
	Converted: {Note,
		[2]string{"文件是 %s 格式，已用 LibreOffice 转换后读取", "the file is in the %s format; LibreOffice converted it first"},
		[2]string{"如有编号或表格错位，请用 WPS 或 Word 另存为 DOCX 或 XLSX 后重试", "if numbers or tables look wrong, save it as DOCX or XLSX in WPS or Word and try again"}},

	// The cleaner's repairs.
	"C201": {Note,
		[2]string{"删去了混入正文的页码", "a page number inside the text was left out"},
		[2]string{"如果它是条目编号，请对照原件核对", "if it was the label of a clause, check the original"}},
	"C202": {Note,
		[2]string{"接上了句子中间的换行", "a line break inside a sentence was joined"},
		[2]string{"如果把两个标题接在了一起，请改用 DOCX 原件重试", "if two headings were joined, compile the original DOCX instead"}},
	"C203": {Warning,
		[2]string{"数字里有识别错误的字母，已按数字读取", "letters inside a number were read as digits"},
		[2]string{"请与扫描件核对这个数字", "compare the number with the scan"}},
	"C204": {Note,
		[2]string{"略去了页面自带的文字", "words of the page around the document were left out"},
		[2]string{"请核对正文结尾是否完整", "check that the end of the document is complete"}},

	// Reasons to review a target.
	"E401": {Warning,
		[2]string{"数字用汉字写成，可能是名称的一部分", "the number is written in Chinese numerals and may be part of a name"},
		[2]string{"请看原句；如果属于名称，请删去这个目标", "read the sentence; if the number belongs to a name, drop the target"}},
	"E402": {Warning,
		[2]string{"数字在括号里，可能只是说明", "the figure stands in brackets and may only explain"},
		[2]string{"请看原句；如果只是说明构成，请删去或并入总数", "read the sentence; if it only explains a sum, drop the target or make it part of the sum"}},
	"E403": {Warning,
		[2]string{"数字前面没有写明统计的内容", "what is counted does not stand before the figure"},
		[2]string{"请补全指标名称", "write the metric in full"}},
	"E405": {Warning,
		[2]string{"这是一段时间，可能是办理期限而不是目标", "this is a length of time and may be a limit of procedure rather than an aim"},
		[2]string{"请看原句；如果是办理期限，请删去这个目标", "read the sentence; if it is a limit of procedure, drop the target"}},
	"E406": {Warning,
		[2]string{"写了时间，但没有写明完成什么", "a date is given, but not clearly what is completed by it"},
		[2]string{"请补写完成标志，或删去这个节点", "write what counts as done, or drop the milestone"}},
	"E407": {Warning,
		[2]string{"数字可能是条文或补助的规定，不是目标", "the figure may be an article's or a payment's rule rather than an aim"},
		[2]string{"请看原句，确认这是要达到的数", "read the sentence and make sure that the number is to be reached"}},
	"E408": {Warning,
		[2]string{"同一句里还有别的日期，没有用作这个目标的时限", "the sentence holds another date, which was not taken for this target's"},
		[2]string{"请看原句，核对完成时限", "read the sentence and check the date"}},
	"E404": {Warning,
		[2]string{"数字可能是在限定对象，不一定是目标", "the figure may select objects rather than set an aim"},
		[2]string{"如果数字是说明哪些对象，请删去这个目标", "if the number says which objects are meant, drop the target"}},

	// Reasons to review an obligation.
	"E501": {Warning,
		[2]string{"周期不是周、月、季度、半年或年，无法直接排期", "the period is no week, month, quarter, half-year or year and cannot be scheduled"},
		[2]string{"请按原句填写报送日期", "enter the dates by hand from the sentence"}},
	"E502": {Warning,
		[2]string{"要做的事是从弱动词或别的分句推断的", "the action was inferred from a weak verb or another clause"},
		[2]string{"请看原句，确认是报送、督查、考核、会议、走访还是活动", "read the sentence and set the action: report, inspect, evaluate, meet, visit or activity"}},
	"E503": {Warning,
		[2]string{"只写了“定期”，没有写周期", "the text says periodically and names no period"},
		[2]string{"请与牵头单位商定周期，或作为一般要求保留", "agree on a period with the lead unit, or keep it as a general requirement"}},
	"E504": {Warning,
		[2]string{"只到期一次，可能是时间节点，不是定期义务", "it falls due only once and may be a milestone rather than an obligation"},
		[2]string{"需要报送或开会的请保留，否则请改为任务的时间节点", "keep it where somebody has to report or meet; make it a milestone of the task otherwise"}},
	"E505": {Warning,
		[2]string{"日期是推算的", "a date was inferred"},
		[2]string{"排入日程前请核对日期", "check the date before it goes into a calendar"}},

	// Reasons to review a provision.
	"E601": {Warning,
		[2]string{"这一句没有写明补助对象", "the sentence does not say who is entitled"},
		[2]string{"请从上一句或标题补上对象", "add the object from the sentence or the heading before"}},
	"E602": {Warning,
		[2]string{"有数字的单位无法识别", "a number has a unit that is not known"},
		[2]string{"请核对这个参数的名称和单位", "check the parameter's name and unit"}},
	"E603": {Warning,
		[2]string{"分号隔开的几档标准合成了一条", "tiers divided by semicolons were read as one provision"},
		[2]string{"如需逐档执行，请拆成几条", "make one provision of each tier if they are to be executed"}},
	"E604": {Warning,
		[2]string{"仅从句式判断为准入标准", "it was read as an eligibility line by its form only"},
		[2]string{"如果这个数字不决定任何事项，请删去", "drop it if nothing is decided by the number"}},
	"E605": {Warning,
		[2]string{"“减半”按百分之五十读取", "减半 was read as 50 per cent"},
		[2]string{"请核对是什么的一半", "check of what it is the half"}},
	"E606": {Warning,
		[2]string{"一条里的数字比通常多", "the provision holds more numbers than a rule usually does"},
		[2]string{"请逐个核对参数，必要时拆成几条", "check each parameter and divide the provision where it holds several rules"}},

	// The outline's notes.
	"O301": {Note,
		[2]string{"条目编号缺失，已按前后编号补为“%s”", "a clause's numeral was lost; it was restored as “%s” from its neighbours"},
		[2]string{"请对照原件核对条目编号", "check the label against the original"}},

	// What is doubtful about a whole document or a task.
	"E301": {Warning,
		[2]string{"文件没有文号，也没有发文机关，来源不明", "the document has neither number nor issuer: its origin is unknown"},
		[2]string{"来源不明的文件只能作为草稿，请找到印发件", "a document of unknown origin can only be a draft; find the issued one"}},
	"E302": {Warning,
		[2]string{"文件在句子中间结束，可能残缺", "the document ends in the middle of a sentence and may be cut off"},
		[2]string{"请补齐原件后重试", "complete the original and try again"}},
	"E303": {Warning,
		[2]string{"这是征求意见稿，不具有约束力", "this is a draft for comment and does not bind"},
		[2]string{"请以正式印发的文件为准", "use the issued document"}},
	"E305": {Warning,
		[2]string{"没有找到任何任务条目", "no task was found"},
		[2]string{"请核对文件内容，或确认它是否下达任务", "check the text, and whether the document orders work at all"}},
	"E306": {Warning,
		[2]string{"文件标明不予公开", "the document is marked as not for the public"},
		[2]string{"只能在内部使用，不得放到面向公众的系统", "use it inside only; it must never reach a system that is open to the public"}},
	"E311": {Warning,
		[2]string{"责任单位有两个以上而没有牵头单位", "several units are responsible and none leads"},
		[2]string{"请指定一个牵头单位", "choose one unit to lead"}},
	"E312": {Warning,
		[2]string{"责任单位是一类单位，需要落实到具体单位", "a group is responsible and has to be resolved into units"},
		[2]string{"请选出具体单位", "choose the units it stands for"}},
	"E313": {Warning,
		[2]string{"这个条目没有写明责任单位", "no unit is named for this clause"},
		[2]string{"请指定责任单位", "choose the responsible unit"}},
	"E314": {Warning,
		[2]string{"名称不像单位，可能读错了责任清单", "the name does not look like a unit's; the duty list may be misread"},
		[2]string{"请对照原句核对", "compare it with the sentence"}},
	"E316": {Warning,
		[2]string{"责任单位是从正文句子里读出的，不是单独的责任清单", "the units were read from running text, not from a list of their own"},
		[2]string{"请看原句，确认这是分工而不是一般叙述", "read the sentence and make sure that it assigns the work"}},
	"E315": {Warning,
		[2]string{"条目的编号与另一条重复", "the clause has the same label as another one"},
		[2]string{"请核对编号，或补上所在部分的编号", "check the labels, or add the label of the part it stands in"}},
}
