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
}
