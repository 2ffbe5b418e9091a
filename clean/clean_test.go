package clean_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/clean"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

func TestClean(t *testing.T) {
	t.Parallel()
	wrapped := strings.Repeat("　　为加快推进全县农村人居环境整治提升工作，结合实际制定本方案，请\n认真抓好贯彻落实，重要情况及时报告县政府办公室，不得延误工作。\n", 4)
	for _, c := range []struct {
		name, in, want string
		repairs        []source.Code
	}{
		{"widths and brackets are folded", "（一）建设高标准农田５.８万亩，占比９０％。", "(一)建设高标准农田5.8万亩,占比90%。\n", nil},
		{"angle brackets are brackets", "各县〈市、区〉政府", "各县(市、区)政府\n", nil},
		{"brackets of a document number stay", "云政发〔2024〕6号", "云政发〔2024〕6号\n", nil},
		{"corner brackets around words are brackets", "〔责任单位：县财政局〕", "(责任单位:县财政局)\n", nil},
		{"letters inside numbers are digits", "设施农业IOOO亩、容量L98万千伏安、公里2OO米、入学率达到9O%。", "设施农业1000亩、容量1.98万千伏安、公里200米、入学率达到90%。\n",
			[]source.Code{clean.DigitMended, clean.DigitMended, clean.DigitMended, clean.DigitMended}},
		{"letters of words stay", "推进PPP项目、LED改造、OA系统和5G基站建设。", "推进PPP项目、LED改造、OA系统和5G基站建设。\n", nil},
		{"spaces around numbers go", "建成 5 个示范村，2024 年完成", "建成 5个示范村,2024年完成\n", nil},
		{"a page number alone is no paragraph", "推进城乡统筹，加快形成\n- 3 -\n新格局。", "推进城乡统筹,加快形成新格局。\n", []source.Code{clean.LineBreakJoined, clean.PageNumberRemoved}},
		{"第几页 likewise", "推进城乡统筹，加快形成\n第3页 共12页\n新格局。", "推进城乡统筹,加快形成新格局。\n", []source.Code{clean.LineBreakJoined, clean.PageNumberRemoved}},
		{"page numbers at the heads of lines that break sentences", "1、方案为深入贯彻落实，加快形成“中心集聚、\n2、城乡一体”的格局，加强设\n3、施配套建设。", "方案为深入贯彻落实,加快形成“中心集聚、城乡一体”的格局,加强设施配套建设。\n",
			[]source.Code{clean.PageNumberRemoved, clean.LineBreakJoined, clean.PageNumberRemoved, clean.LineBreakJoined, clean.PageNumberRemoved}},
		{"numbered items are no page numbers", "1、开展排查。\n2、完成整改。\n3、加强宣传。", "1、开展排查。\n2、完成整改。\n3、加强宣传。\n", nil},
		{"furniture goes, particulars stay", "首页 > 政务公开\n发布时间：2024-02-26 浏览次数：36\n（一）完成任务十项，确保取得扎实成效。\n扫一扫在手机打开当前页\n版权所有 某县政府", "发布时间:2024-02-26浏览次数:36\n(一)完成任务十项,确保取得扎实成效。\n",
			[]source.Code{clean.FurnitureDropped, clean.FurnitureDropped, clean.FurnitureDropped}},
		{"hard-wrapped paragraphs become whole", wrapped, strings.Repeat("为加快推进全县农村人居环境整治提升工作,结合实际制定本方案,请认真抓好贯彻落实,重要情况及时报告县政府办公室,不得延误工作。\n", 4),
			[]source.Code{clean.LineBreakJoined, clean.LineBreakJoined, clean.LineBreakJoined, clean.LineBreakJoined}},
		{"a signature ends its line", "《方案》已经镇党委会议研究同意，现印发给你们，请遵照执行。石坪镇人民政府2025年3月5日\n石坪镇2025年工作方案", "《方案》已经镇党委会议研究同意,现印发给你们,请遵照执行。石坪镇人民政府2025年3月5日\n石坪镇2025年工作方案\n", nil},
		{"a day inside a sentence does not", "《方案》已经镇党委会议研究同意，现印发给你们，请遵照执行。本方案自2025年3月5日\n起施行。", "《方案》已经镇党委会议研究同意,现印发给你们,请遵照执行。本方案自2025年3月5日起施行。\n", []source.Code{clean.LineBreakJoined}},
		{"the empty text", "", "", nil},
	} {
		text := clean.Clean(&source.Text{String: c.in})
		if diff := cmp.Diff(c.want, text.String); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		var codes []source.Code
		for _, r := range text.Repairs {
			codes = append(codes, r.Code)
		}
		if diff := cmp.Diff(c.repairs, codes); diff != "" {
			t.Errorf("%s, repairs (-want +got):\n%s", c.name, diff)
		}
		leadsBack(t, text)
	}
}

// leadsBack checks that every character of the working text leads to the character it was folded from.
func leadsBack(t *testing.T, text *clean.Text) {
	t.Helper()
	mended := map[int]bool{}
	for _, r := range text.Repairs {
		for i := r.Span.Start; i < r.Span.End; i++ {
			mended[i] = r.Code == clean.DigitMended
		}
	}
	for i, r := range text.String {
		if r == '\n' {
			continue
		}
		span := text.SourceSpan(i, i+utf8.RuneLen(r))
		if span.Start < 0 || span.End > len(text.Source.String) || span.Start > span.End {
			t.Fatalf("character %q at %d leads to %v of %d bytes", r, i, span, len(text.Source.String))
		}
		from, _ := utf8.DecodeRuneInString(text.Source.String[span.Start:])
		if !mended[span.Start] && zh.Fold(from) != r && from != '〔' && from != '〕' {
			t.Errorf("character %q at %d leads to %q", r, i, from)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("（一）建设IOOO亩，\n- 3 -\n2、城乡 一体〔2024〕〈市〉L98万", true)
	f.Add("扫一扫\t版权所有\r\n　　第1页", false)
	f.Fuzz(func(t *testing.T, s string, paragraph bool) {
		if !utf8.ValidString(s) {
			return
		}
		leadsBack(t, clean.Clean(&source.Text{String: s, Paragraph: paragraph}))
	})
}
