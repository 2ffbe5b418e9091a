package reader

import (
	"errors"
	"fmt"

	"github.com/wenxiao/wenxiao/reader/worksheet"
	"github.com/wenxiao/wenxiao/source"
)

// ErrNoConverter is what [Options.Convert] says where no office program is there that could convert a document.
var ErrNoConverter = errors.New("no program is installed that converts this format")

// A Kind says why a document could not be read.
type Kind uint8

// The kinds of error.
const (
	Empty       Kind = iota + 1 // there are no words in it
	Unknown                     // the bytes are no format known
	Unsupported                 // the format is known and not read
	Broken                      // the format is read, but this file is damaged
	TooLarge                    // a limit is exceeded
	Encrypted                   // a password is needed
	Scanned                     // it holds pictures of its pages and no text
	TooSlow                     // reading it took longer than the time limit
	Unconverted                 // the office program that is installed could not convert it
)

// An Error says why [Read] could not read a document.
type Error struct {
	Kind   Kind
	Name   string // the document, as the caller named it
	Format string // the format it was recognised as, such as "PDF"; "" if none
	Err    error  // the cause, nil if there is none
}

// Error is the English message with the cause, for logs.
func (e *Error) Error() string {
	s := e.Message(source.English)
	if e.Err != nil {
		s += " (" + e.Err.Error() + ")"
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Message says in a sentence or two what is the matter and what to do next, for
// the person who gave the file. It holds the document's name and no cause.
func (e *Error) Message(l source.Language) string {
	w := wording[e.Kind][l]
	switch {
	case e.Kind == Unsupported:
		w = unsupported[format(e.Format)].advice[l]
	case e.Kind == TooLarge && spreadsheets[format(e.Format)]:
		w = sheetTooLarge[l]
	}
	if e.Name != "" {
		w = e.Name + [...]string{"：", ": "}[l] + w
	}
	return w
}

// wording is what is said of each kind, in Chinese and English.
var wording = map[Kind][2]string{
	Empty: {
		"文件里没有可读的文字。如果是扫描件或图片，请先做文字识别（OCR），再保存为 DOCX 或 TXT。",
		"there are no words in the file. If it is a scan or a picture, recognise its text (OCR) first and save it as DOCX or TXT."},
	Unknown: {
		"无法识别文件格式。请用 WPS 或 Word 打开后另存为 DOCX，或另存为 TXT 后重试。",
		"the file format is not known. Open the file in WPS or Word, save it as DOCX or TXT, and try again."},
	Broken: {
		"文件已损坏或不完整。请重新下载，或用 WPS、Word 打开后另存一份再试。",
		"the file is damaged or incomplete. Download it again, or open it in WPS or Word, save a copy, and try again."},
	TooLarge: {
		fmt.Sprintf("文件过大（文件不超过 %d MB，展开后不超过 %d MB，其中文字不超过 %d MB）。请拆分文件，或只保留正文另存为 DOCX 或 TXT 后重试。", MaxSize>>20, MaxPart>>20, MaxText>>20),
		fmt.Sprintf("the file is too large (at most %d MB, %d MB unpacked, %d MB of text). Split it, or save only its text as DOCX or TXT, and try again.", MaxSize>>20, MaxPart>>20, MaxText>>20)},
	Encrypted: {
		"文件设有密码，无法读取。请在 WPS 或 Word 中取消密码保护，保存后重试。",
		"the file is protected by a password. Remove the password in WPS or Word, save the file, and try again."},
	Scanned: {
		"这是扫描件，只有图片，没有文字；原件未作任何改动，请照常保管。请先做文字识别（OCR）并校对，把识别出的文字存为同名的 TXT 文件（如 通知.pdf 旁边放 通知.txt），再编译该 TXT 文件。",
		"this is a scan: it holds pictures and no text. The original is untouched; keep it. Recognise its text (OCR), proofread it, put it beside the original as a TXT file of the same name (notice.txt beside notice.pdf), and compile that file."},
	TooSlow: {
		"读取文件超过了时限，已停止；文件可能过于复杂，也可能是恶意制作的。请用 WPS 或 Word 打开后另存为 DOCX 或 TXT，或拆分后重试。",
		"reading the file took longer than the time limit and was stopped; it may be very complex, or made with ill intent. Open it in WPS or Word and save it as DOCX or TXT, or split it, and try again."},
	Unconverted: {
		"本机的 LibreOffice 未能转换这个文件，它可能已损坏、设有密码或内容过多。请用 WPS 或 Word 打开后另存为 DOCX 或 XLSX，再试一次。",
		"LibreOffice could not convert the file: it may be damaged, locked by a password or too long. Open it in WPS or Word, save it as DOCX or XLSX, and try again."},
}

// spreadsheets are the formats of tables; one beyond a limit is data rather than a document.
var spreadsheets = map[format]bool{formatXLSX: true, formatXLS: true, formatODS: true}

var sheetTooLarge = [2]string{
	fmt.Sprintf("表格过大（文件上限 %d MB，有内容的行上限 %d 行、单元格上限 %d 个，文字上限 %d MB）。如果是台账数据，请使用导入功能；如果是文件，请只保留需要的部分后重试。", MaxSize>>20, worksheet.MaxRows, worksheet.MaxCells, MaxText>>20),
	fmt.Sprintf("the spreadsheet is too large (at most %d MB, %d rows and %d cells with words, %d MB of text). If it is register data, import it; if it is a document, keep only what is needed and try again.", MaxSize>>20, worksheet.MaxRows, worksheet.MaxCells, MaxText>>20)}

// Formats that are recognised and not read, and what to do with each. PDF is one of them only where no
// [Options.PDF] is given, or where it can not run.
var unsupported = map[format]struct{ advice [2]string }{
	formatPDF: {[2]string{
		"此处不能读取 PDF。请用 WPS 或 Word 打开后另存为 DOCX，或把文字复制到 TXT 文件；扫描件请先做文字识别（OCR）。",
		"PDF cannot be read here. Open it in WPS or Word and save it as DOCX, or copy its text to a TXT file; a scan needs OCR first."}},
	formatDOC: {[2]string{
		"读取旧版 Word/WPS 文档（.doc、.wps）需要 LibreOffice，本机没有找到。请安装 LibreOffice 后重试，或用 WPS、Word 打开后另存为 DOCX。",
		"old Word and WPS documents (.doc, .wps) are read through LibreOffice, which was not found. Install LibreOffice and try again, or open the file in WPS or Word and save it as DOCX."}},
	formatXLS: {[2]string{
		"读取旧版电子表格（.xls、.et）需要 LibreOffice，本机没有找到。请安装 LibreOffice 后重试，或用 WPS、Excel 打开后另存为 XLSX。",
		"old spreadsheets (.xls, .et) are read through LibreOffice, which was not found. Install LibreOffice and try again, or open the file in WPS or Excel and save it as XLSX."}},
	formatXLSB: {[2]string{
		"不能读取二进制工作簿（.xlsb）。请用 WPS 或 Excel 打开后另存为 XLSX。",
		"binary workbooks (.xlsb) cannot be read. Open the file in WPS or Excel and save it as XLSX."}},
	formatRTF:   {convertedAdvice},
	formatODT:   {convertedAdvice},
	formatODS:   {convertedAdvice},
	formatPPT:   {slidesAdvice},
	formatPPTX:  {slidesAdvice},
	formatOLE:   {officeAdvice},
	formatODF:   {officeAdvice},
	formatXML:   {officeAdvice},
	formatMHTML: {[2]string{"暂不能读取 MHT 网页存档。请在浏览器中打开后另存为网页（HTML），或另存为 TXT。", "web archives (MHT) cannot be read. Open the file in a browser and save it as HTML or TXT."}},
	formatImage: {[2]string{
		"这是图片，不含文字。请先做文字识别（OCR），再保存为 DOCX 或 TXT。",
		"this is a picture. Recognise its text (OCR) first and save it as DOCX or TXT."}},
	formatArchive: {[2]string{
		"这是压缩包。请先解压，再上传其中的 DOCX、HTML 或 TXT 文件。",
		"this is an archive. Unpack it and use the DOCX, HTML or TXT files in it."}},
}

var (
	convertedAdvice = [2]string{
		"读取这种格式需要 LibreOffice，本机没有找到。请安装 LibreOffice 后重试，或用 WPS 打开后另存为 DOCX 或 XLSX。",
		"this format is read through LibreOffice, which was not found. Install LibreOffice and try again, or open the file in WPS and save it as DOCX or XLSX."}
	slidesAdvice = [2]string{
		"不能读取演示文稿。请把文字内容保存为 DOCX 或 TXT。",
		"slides cannot be read. Save their text as DOCX or TXT."}
	officeAdvice = [2]string{
		"暂不能读取这种格式。请用 WPS 或 Word 打开后另存为 DOCX 或 TXT。",
		"this format cannot be read. Open the file in WPS or Word and save it as DOCX or TXT."}
)

// refuse is the error for a format that is recognised and not read.
func refuse(name string, f format) *Error {
	e := &Error{Kind: Unsupported, Name: name, Format: string(f)}
	switch f {
	case formatEmpty:
		e.Kind, e.Format = Empty, ""
	case formatUnknown:
		e.Kind, e.Format = Unknown, ""
	case formatEncrypted:
		e.Kind, e.Format = Encrypted, ""
	case formatBrokenZip:
		e.Kind, e.Format = Broken, ""
	}
	return e
}
