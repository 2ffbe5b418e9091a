package duty

import (
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/clean"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// listed writes the units of lists as "市财政局 lead, 市审计局 cooperate", lists divided by "; ".
func listed(s string, lists []List) string {
	var all []string
	for _, l := range lists {
		var units []string
		for _, u := range l.Units {
			units = append(units, u.Of(s)+" "+string(u.Role))
		}
		all = append(all, strings.Join(units, ", "))
	}
	return strings.Join(all, "; ")
}

// textOf is a working text of s as it stands.
func textOf(s string) *passage.Text {
	return &passage.Text{Text: &clean.Text{String: s, Marks: zh.FindMarks(s)}}
}

func TestScan(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"完善制度。(市财政局牵头,市审计局、市教育局配合)", "市财政局 lead, 市审计局 cooperate, 市教育局 cooperate"},
		{"完善制度。(市财政局、市审计局分别负责)", "市财政局 responsible, 市审计局 responsible"},
		{"完善制度。(市财政局、市审计局)", "市财政局 responsible, 市审计局 responsible"},
		{"完善制度。\n牵头单位:市财政局\n责任单位:市审计局、各县(市、区)政府", "市财政局 lead, 市审计局 responsible, 各县(市、区)政府 responsible"},
		{"完善制度。(责任单位:市财政局、市审计局;2025年9月底前完成)", "市财政局 responsible, 市审计局 responsible"},
		{"完善制度。(主办:市财政局;协办:市审计局)", "市财政局 responsible, 市审计局 responsible"},
		{"完善制度。(市级牵头单位:市财政局;县级责任单位:县财政局)", "市财政局 lead, 县财政局 responsible"},
		{"完善制度。(市财政局牵头,各市州、县市区党委和政府负责)", "市财政局 lead, 各市州、县市区党委和政府 responsible"},
		{"由市财政局牵头,市审计局配合。", "市财政局 lead, 市审计局 cooperate"},
		{"完善制度。(省财政厅牵头,省审计厅及沿江各设区市人民政府配合)", "省财政厅 lead, 省审计厅 cooperate, 沿江各设区市人民政府 cooperate"},
		{"完善制度。牵头单位为市财政局,配合单位为市审计局、各县区政府。", "市财政局 lead, 市审计局 cooperate, 各县区政府 cooperate"},
		{"完善制度。(责任单位为市财政局、市审计局)", "市财政局 responsible, 市审计局 responsible"},
		{"责任单位为了完成任务应当加强管理。", ""},
		{"完善制度。(县水利局、蒲水河流域管理站)", "县水利局 responsible, 蒲水河流域管理站 responsible"},
		{"办公室设在县生态环境局(简称县攻坚办)。", ""},
		{"本办法由市财政局负责解释。", ""},
		{"新建步道20公里(含改造5公里)。", ""},
		{"", ""},
	} {
		if got := listed(tt.text, Scan(textOf(tt.text), passage.Between(0, len(tt.text)))); got != tt.want {
			t.Errorf("%q\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

func TestReadCell_ADashIsNobody(t *testing.T) {
	t.Parallel()
	if got := ReadCell("——", passage.Between(0, len("——")), outline.ColumnCooperate); len(got.Units) != 0 {
		t.Errorf("got %v", got.Units)
	}
}

func TestReadArticle(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"县级交通运输主管部门负责组织实施日常养护,乡(镇)人民政府配合。", "县级交通运输主管部门 responsible; 乡(镇)人民政府 cooperate"},
		{"市财政局、市公安局按照职责分工负责资金统筹和交通安全管理。", "市财政局 responsible, 市公安局 responsible"},
		{"群众监督由县级人民政府负责组织。", "县级人民政府 responsible"},
		{"养护计划由市交通运输局会同市财政局编制。", ""},
		{"县级人民政府应当按时拨付资金。", ""},
		{"质量由施工单位负责。", ""},
		{"本办法由市交通运输局负责解释。", ""},
	} {
		if got := listed(tt.text, ReadArticle(tt.text, passage.Between(0, len(tt.text)), nil)); got != tt.want {
			t.Errorf("%q\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
	text := "市财政局负责资金统筹。"
	read := []List{{Piece: passage.Between(0, len(text))}}
	if got := ReadArticle(text, passage.Between(0, len(text)), read); len(got) != 0 {
		t.Errorf("a phrase read already was read again: %v", got)
	}
}

func TestReadDefaults_FindsWhatOneSentenceGivesAllTasks(t *testing.T) {
	t.Parallel()
	text := "一、总体要求。以下任务均需各县区政府落实,不再列出。"
	defaults := ReadDefaults(text, passage.Between(0, len(text)))
	if len(defaults) == 0 || defaults[0].Unit.Of(text) != "各县区政府" || defaults[0].Unit.Role != policy.RoleResponsible {
		t.Errorf("got %+v", defaults)
	}
	if got := ReadDefaults("市财政局负责。", passage.Between(0, len("市财政局负责。"))); len(got) != 0 {
		t.Errorf("an ordinary duty came as a default: %+v", got)
	}
}

func TestSplitUnits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"市财政局、市审计局和市教育局", "市财政局|市审计局|市教育局"},
		{"各县(市、区)党委、政府", "各县(市、区)党委、政府"},
		{"市发展和改革委员会", "市发展和改革委员会"},
		{"", ""},
	} {
		var got []string
		for _, p := range SplitUnits(tt.text, passage.Between(0, len(tt.text))) {
			got = append(got, p.Of(tt.text))
		}
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("%q: got %s, want %s", tt.text, s, tt.want)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{"(市财政局牵头,市审计局配合)", "责任单位:市财政局", "由市财政局负责", "(", "责任单位:", "由", "[责任单位 县水利局"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "")
		for _, l := range Scan(textOf(s), passage.Between(0, len(s))) {
			for _, u := range l.Units {
				if u.Start < 0 || u.End > len(s) || u.Start > u.End {
					t.Fatalf("unit %v is not in %q", u.Piece, s)
				}
			}
		}
	})
}
