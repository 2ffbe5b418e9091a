package obligation

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/wenxiao/wenxiao/clean"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

var hints = passage.NewHints(nil, HintWords())

// readAll reads the obligations of a text sentence by sentence, and nothing else of it.
func readAll(s string) (*passage.Text, []policy.Obligation) {
	t := &passage.Text{Text: clean.Clean(&source.Text{String: s}), Year: 2024}
	var out []policy.Obligation
	for start := 0; start < len(t.String); {
		var st passage.Sentence
		end := hints.Next(t, start, len(t.String), &st)
		if st.Start < st.End {
			out = append(out, Read(t, &st)...)
		}
		start = end + len(passage.First(t.String[end:]))
	}
	return t, out
}

// brief writes an obligation as "report month day=25".
func brief(o policy.Obligation) string {
	var b strings.Builder
	b.WriteString(string(o.Action))
	every := "null"
	if o.Schedule.Every != nil {
		every = *o.Schedule.Every
	}
	b.WriteString(" " + every)
	for _, f := range []struct {
		name string
		v    *int
	}{{"times", o.Schedule.Times}, {"after", o.Schedule.WorkdaysAfter}, {"day", o.Schedule.Day}, {"month", o.Schedule.MonthOfPeriod}} {
		if f.v != nil && (f.name != "times" || *f.v > 1) {
			fmt.Fprintf(&b, " %s=%d", f.name, *f.v)
		}
	}
	for _, day := range o.Schedule.Dates {
		b.WriteString(" " + day)
	}
	return b.String()
}

// scheduleRows are texts with their obligations as [brief] writes them, divided by "; ".
var scheduleRows = []struct{ text, want string }{
	// frequencies
	{"各县区每周向市专班报送一次项目进度。", "report week"},
	{"各乡镇每周报送工程形象进度。", "report week"},
	{"县应急局每月对在建工地开展一次安全检查。", "inspect month"},
	{"各乡镇按月报送工作进展。", "report month"},
	{"市发展改革委逐月通报投资完成情况。", "report month"},
	{"市商务局按季度调度重点商贸企业运行情况。", "inspect quarter"},
	{"联席会议每半年至少召开一次全体会议。", "meet half-year"},
	{"市政府督查室每年开展不少于两次专项督查。", "inspect year times=2"},
	{"联席会议原则上每季度召开1次，遇有重要事项随时召开。", "meet quarter"},
	{"帮扶责任人入户走访每月至少一次。", "visit month"},
	{"建立工作例会制度，每两周召开一次碰头会。", "meet null"},
	{"中小学校每学期至少组织2次应急疏散演练。", "activity null times=2"},
	{"每三年开展一次规划实施情况评估。", "evaluate null"},
	{"各网格员每日巡查不少于2次。", "inspect null times=2"},
	{"每三个月组织一次消防演练。", "activity quarter"},
	{"河长制工作简报每月1期。", "report month"},
	{"每年组织1-2次业务骨干培训。", "activity year"},
	// bare periods
	{"坚持一月一调度、一季一通报。", "inspect month; report quarter"},
	{"健全周调度、月通报、季点评、年考核工作机制。", "inspect week; report month; evaluate quarter; evaluate year"},
	{"建立月报制度，及时掌握进度。", "report month"},
	{"严格执行周报、季报制度。", "report week; report quarter"},
	{"实行半月调度。", "inspect null"},
	{"落实重点项目季度观摩、半年考评、年终考核机制。", "activity quarter; evaluate half-year; evaluate year"},
	{"实行每月一调度、每季一督查。", "inspect month; inspect quarter"},
	{"市统计局会同有关部门开展季度监测。", "inspect quarter"},
	{"强化月度调度和季度会商。", "inspect month; meet quarter"},
	{"开展半年和年终考核。", "evaluate half-year; evaluate year"},
	{"组织开展年度绩效考核。", "evaluate year"},
	{"严格实施年度考核评估。", "evaluate year"},
	{"完善双月例会制度。", "meet null"},
	{"坚持月月调度、季季通报。", "inspect month; report quarter"},
	{"领导小组办公室定期通报、月度调度、季度排名。", "report null; inspect month; evaluate quarter"},
	{"年底对各县区工作情况进行综合考评。", "evaluate year"},
	// days
	{"各单位每月5日前将上月工作情况报市政府办公室。", "report month day=5"},
	{"请于每季度首月10日前报送上季度总结。", "report quarter day=10 month=1"},
	{"次月5日前向主管部门反馈整改情况。", "report month day=5"},
	{"各县（市、区）每季度末月25日前报送季度进展。", "report quarter day=25 month=3"},
	{"各部门于每季度结束后5个工作日内将落实情况报市委改革办。", "report quarter after=5"},
	{"每月前3个工作日内上报统计数据。", "report month after=3"},
	{"每季度最后一个月20日前，各责任单位将台账报送市专班。", "report quarter day=20 month=3"},
	{"县残联每月10日、25日前报送康复服务台账。", "report month day=10; report month day=25"},
	{"每半年结束后10个工作日内书面报告执行情况。", "report half-year after=10"},
	{"各地每周五前报送工作动态。", "report week"},
	{"每季度次月8日前上报季度分析。", "report quarter day=8 month=1"},
	{"每月底前通报各地排名情况。", "report month"},
	{"各项目单位每月的28日前填报投资报表。", "report month day=28"},
	{"各单位月底前报送当月信息。", "report month"},
	// dates
	{"6月20日、11月20日前分别报送半年和全年工作总结。", "report date 06-20 11-20"},
	{"各地每年1月底前将上年度情况报省厅。", "report date 01-31"},
	{"每年7月底和12月底前，市审改办组织开展评估。", "evaluate date 07-31 12-31"},
	{"各县于2024年4月10日前将实施方案报市教育局备案。", "report date 04-10"},
	{"年中、年底各开展一次督查。", "inspect date 06-30 12-31"},
	{"上半年、下半年各组织一次集中培训。", "activity half-year"},
	{"每年6月、12月20日前向市委报告工作。", "report date 06-20 12-20"},
	{"每年年底前对帮扶单位进行考核。", "evaluate date 12-31"},
	{"3月、6月、9月、12月底前各开展1次随机抽查。", "inspect date 03-31 06-30 09-30 12-31"},
	{"各单位要于3月底前制定工作方案，明确责任人，并报市政府办公室备案。", "report date 03-31"},
	{"7月10日前、次年1月10日前报送工作总结。", "report date 01-10 07-10"},
	{"4月20日前召开动员部署会议。", "meet date 04-20"},
	{"每年11月中旬前完成年度评估。", "evaluate date 11-20"},
	{"每年一季度、三季度各召开一次推进会。", "meet date 03-31 09-30"},
	{"于7月10日前将自查报告报省住房城乡建设厅。", "report date 07-10"},
	{"各区要在3月底前制定细化方案，报市审计局备案。", "report date 03-31"},
	// shared actions
	{"每月25日前、每季度末月28日前分别报送月度、季度工作情况。", "report month day=25; report quarter day=28 month=3"},
	{"市专班每月通报、每季度督查、每半年评估。", "report month; inspect quarter; evaluate half-year"},
	{"县委每季度、乡镇党委每月至少专题研究1次信访工作。", "meet quarter; meet month"},
	{"市级每半年、县级每季度、乡级每月召开一次调度会。", "meet half-year; meet quarter; meet month"},
	// open periods
	{"定期开展联合执法检查。", "inspect null"},
	{"市委农办定期听取工作汇报。", "meet null"},
	{"驻村干部定期走访农户，不定期开展抽查。", "visit null"},
	{"领导小组定期召开会议，研究解决问题。", "meet null"},
	// head actions
	{"每季度将督查情况向市委、市政府报告。", "report quarter"},
	{"每月对检查发现的问题进行通报。", "report month"},
	{"每半年组织一次政银企对接会。", "activity half-year"},
	{"县领导每月到联系企业走访调研不少于1次。", "visit month"},
	{"行业主管部门每年对从业人员开展不少于8学时的安全培训。", "activity year"},
	{"县长每月外出招商不少于1次，副县长每月不少于2次。", "visit month; visit month times=2"},
	{"供水企业要开展入户检漏，每周不少于2次。", "inspect week times=2"},
	{"每季度举办一场专场招聘会。", "activity quarter"},
	{"党委（党组）每年至少听取2次工作汇报。", "meet year times=2"},
	{"党组每半年专题研究一次保密工作。", "meet half-year"},
	{"各社区每月开展“邻里节”活动不少于1次。", "activity month"},
	{"工作专班每周召开调度会，通报进展。", "meet week"},
	{"每季度开展不少于1次走访慰问活动。", "visit quarter"},
	{"每月5日前，各牵头部门将上月推进情况报送至市推进办。", "report month day=5"},
	{"督查组每季度对问题整改情况开展一次“回头看”。", "inspect quarter"},
	{"县农业农村局每年于4月30日前和9月30日前组织申报。", "activity date 04-30 09-30"},
	{"每季度末向县政府报告工作情况。", "report quarter month=3"},
	{"每月向市政府常务会议报告。", "report month"},
	{"次年1月15日前形成考核结果报市政府审定。", "report date 01-15"},
	{"次年1月开展年度考核。", "evaluate date 01-31"},
	{"次年第一季度组织综合评估。", "evaluate date 03-31"},
	{"4月底前各乡镇至少组织开展1次防汛演练。", "activity date 04-30"},
	{"各中小学5月底前召开一次主题班会。", "meet date 05-31"},
	{"每年到政务大厅“走流程”不少于2次。", "visit year times=2"},
	{"每季度对重点村开展1次评估，并将评估结果报省厅。", "evaluate quarter"},
}

func TestRead_Schedules(t *testing.T) {
	t.Parallel()
	for _, tt := range scheduleRows {
		var got []string
		_, obligations := readAll(tt.text)
		for _, o := range obligations {
			got = append(got, brief(o))
		}
		if s := strings.Join(got, "; "); s != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, s, tt.want)
		}
	}
}

func TestRead_WhatIsNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"自受理之日起20个工作日内办结。",
		"公示时间不少于5日。",
		"不定期开展抽查，适时召开推进会议。",
		"对年度考核优秀的县区给予奖励。",
		"将落实情况纳入年度目标责任考核。",
		"每年安排专项资金2000万元。",
		"每年培训农民1万人次以上。",
		"每户每月补助300元。",
		"6月底前完成隐患排查。",
		"每年4月30日前全面完成病死松树清理。",
		"每学年教师交流轮岗比例不低于10%。",
		"2024年9月底前建成投用。",
		"5月10日至5月25日开展动员部署。",
		"自2024年6月起执行。",
		"学生每天体育活动时间不低于2小时。",
		"农村居民人均可支配收入每年增长8%以上。",
		"第三季度工业增加值增长7%。",
		"连续两年考核不合格的予以清退。",
		"按照季节变化调整作业时间。",
		"开展“安全生产月”活动。",
		"12345热线办理时限不超过5个工作日。",
		"收到线索后3个工作日内上报县应急局。",
		"特种设备定期检验率达到100%。",
		"政策性文件印发后及时抄送市司法局。",
		"年度考核结果作为评先评优依据。",
		"积极开展冬季巡查。",
		"上半年完成投资12亿元，年底前全部竣工。",
		"",
	} {
		if _, got := readAll(text); len(got) > 0 {
			t.Errorf("%s: got %s", text, brief(got[0]))
		}
	}
}

func TestRead_WhoAndTo(t *testing.T) {
	t.Parallel()
	type parties struct {
		Who []string
		To  string
	}
	for _, tt := range []struct {
		text string
		want []parties
	}{
		{"市教育局、市财政局每月5日前将资金拨付情况报市政府办公室。", []parties{{[]string{"市教育局", "市财政局"}, "市政府办公室"}}},
		{"县农业农村局会同县财政局每季度开展一次资金检查。", []parties{{[]string{"县农业农村局", "县财政局"}, ""}}},
		{"7月15日前、12月20日前，各县（市、区）林业局分别向市林业局报送总结。", []parties{{[]string{"各县(市、区)林业局"}, "市林业局"}}},
		{"市专班每月调度项目进展，每季度向市委、市政府报告。", []parties{{[]string{"市专班"}, ""}, {[]string{"市专班"}, "市委、市政府"}}},
		{"平均降尘量结果每月5日前由市住建局通报。", []parties{{[]string{"市住建局"}, ""}}},
		{"实行月调度。", []parties{{[]string{}, ""}}},
		{"各牵头单位要于3月20日前将细则报领导小组办公室备案。", []parties{{[]string{"各牵头单位"}, "领导小组办公室"}}},
	} {
		var got []parties
		_, obligations := readAll(tt.text)
		for _, o := range obligations {
			p := parties{Who: o.Who}
			if o.To != nil {
				p.To = *o.To
			}
			got = append(got, p)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestRead_LeavesTargetsOfOtherClauses(t *testing.T) {
	t.Parallel()
	text := &passage.Text{Text: clean.Clean(&source.Text{String: "新建步道20公里，每季度开展2次检查，合格率达到98%。"})}
	var st passage.Sentence
	hints.Next(text, 0, len(text.String), &st)
	Read(text, &st)
	for _, tt := range []struct {
		word string
		want bool
	}{{"20公里", false}, {"2次", true}, {"98%", false}} {
		at := strings.Index(text.String, tt.word)
		if got := st.IsUsed(passage.Between(at, at+len(tt.word))); got != tt.want {
			t.Errorf("%s: used %v, want %v", tt.word, got, tt.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"每季度末月25日前将情况报市政府。", "7月底、12月", "每", "每年", "年底", "一月一", "每月(", "6月底前,", "每月5日至", "周调度、月", "每年6月\xff底", "12月31日至次年", "半年、", "上半年、下半年各", "每季度前3", "每月1日、2日、3日、4日、5日、6日前报送", "加强考核结果运用6月底前,树立鲜明导向。"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		working, obligations := readAll(strings.ToValidUTF8(s, ""))
		text := working.Source.String
		for _, o := range obligations {
			if o.Span.Start < 0 || o.Span.End > len(text) || o.Span.Start > o.Span.End || text[o.Span.Start:o.Span.End] != o.Quote {
				t.Fatalf("quote %q does not stand at %v of %q", o.Quote, o.Span, s)
			}
		}
	})
}
