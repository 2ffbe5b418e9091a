package target

import (
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/clean"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

var hints = passage.NewHints(Signs())

// readSentence reads a text that is one sentence of a task, with every hint set.
func readSentence(s string, task Task) (*passage.Text, []policy.Target, []policy.Soft) {
	return new(Reader).readSentence(s, task)
}

func (rd *Reader) readSentence(s string, task Task) (*passage.Text, []policy.Target, []policy.Soft) {
	text := &passage.Text{Text: clean.Clean(&source.Text{String: s}), Year: 2024}
	var st passage.Sentence
	hints.Next(text, 0, len(text.String), &st)
	st.Hints = passage.HintWhole | passage.HintSoft
	targets, soft := rd.Read(text, &st, task)
	return text, targets, soft
}

// brief writes targets as "at-least 20 公里 2024-06-30", divided by "; ".
func brief(targets []policy.Target) string {
	var all []string
	for _, t := range targets {
		parts := []string{string(t.Op), t.Value.String()}
		if t.Unit != nil {
			parts = append(parts, *t.Unit)
		}
		if t.Due != nil {
			parts = append(parts, *t.Due)
		}
		all = append(all, strings.Join(parts, " "))
	}
	return strings.Join(all, "; ")
}

func TestRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"新建步道20公里。", "= 20 公里"},
		{"6月底前，覆盖率达到95%以上。", ">= 95 % 2024-06-30"},
		{"办理时限压缩至5个工作日以内。", "<= 5 个工作日"},
		{"2024年、2025年分别完成40座、50座。", "= 40 座 2024-12-31; = 50 座 2025-12-31"},
		{"建设国道307线。", ""},
		{"年底前实现行政村全覆盖。", "= 100 % 2024-12-31"},
		{"4月底前项目要全部开工。", "= 100 % 2024-04-30"},
		{"问题线索动态清零。", "= 0"},
		{"今年计划招聘教师1800名，8月25日前全部到岗。", "= 1800 名 2024-12-31; = 100 % 2024-08-25"},
		{"由市财政局牵头，市审计局配合，6月底前新开工项目35个，开工率、纳统率分别达到70%和85%。", "= 35 个 2024-06-30; >= 70 % 2024-06-30; >= 85 % 2024-06-30"},
		{"总产值年均增长8%以上、2025年突破3200亿元。", ">= 8 %; >= 3200 亿元 2025-12-31"},
		{"安全生产事故“零发生”。", "= 0"},
		{"已封顶的18栋安置房8月底前全部完成验收。", "= 18 栋 2024-08-31"},
		{"截至目前已发放贷款3亿元，全年发放5亿元以上。", ">= 5 亿元 2024-12-31"},
		{"教学点教师不低于每人每月800元。", ">= 800 元"},
		{"带动500户以上农户户均增收3000元。", ">= 500 户; = 3000 元"},
		{"按时办结率≥99%，失业率≤5.5%。", ">= 99 %; <= 5.5 %"},
		{"督察反馈的23个问题年底前整改完成20个，剩余3个持续推进。", "= 20 个 2024-12-31"},
		{"城乡居民收入比缩小到2.1以内。", "<= 2.1"},
		{"全年培训大户300人，分3期进行。", "= 300 人 2024-12-31"},
		{"人均预期寿命达到79岁。", ">= 79 岁"},
		{"每年6月底前足额发放到位。", ""},
		{"建设期不超过12个月。", ""},
		{"用水总量不突破9.6亿立方米。", "<= 9.6 亿立方米"},
		{"普及率由2023年的91.5%提升至93%，占比由2023年的11%提升至三分之一。", "= 93 %; = 33.3333 %"},
		{"绿色工厂产值占比三季度末达到25%。", ">= 25 % 2024-09-30"},
		{"完成年出栏500头以上生猪养殖场整改32家。", "= 32 家"},
		{"生猪出栏500万头以上。", ">= 500 万头"},
		{"加工业产值与农业总产值之比提高到2.8∶1，师生比例达到1.5：1。", "= 2.8; >= 1.5"},
		{"从申报到纳入一般不超过15天。", ""},
		{"依托3个国家级平台、5个省级实验室，突破关键技术8项。", "= 8 项"},
		{"在12个乡镇136个行政村全面推开。", ""},
		{"加快推进各项工作。", ""},
		{"", ""},
	} {
		_, targets, _ := readSentence(tt.text, Task{})
		if got := brief(targets); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

func TestRead_TaskLimitHoldsWithoutADateOfItsOwn(t *testing.T) {
	t.Parallel()
	due := "2024-10-31"
	_, targets, _ := readSentence("新建步道20公里，6月底前改造公厕30座。", Task{Due: &due})
	if got, want := brief(targets), "= 20 公里 2024-10-31; = 30 座 2024-06-30"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRead_WhatBindsWithoutANumber(t *testing.T) {
	t.Parallel()
	_, targets, soft := readSentence("农民收入稳中有增，不得新增债务。", Task{})
	if len(targets) != 0 || len(soft) != 2 || soft[0].Kind != policy.SoftDirection || soft[1].Kind != policy.SoftProhibition {
		t.Errorf("got %v and %v", targets, soft)
	}
}

// A reader's buffers must not carry anything from one sentence into the next.
func TestReader_KeepsNothingOfASentence(t *testing.T) {
	t.Parallel()
	var rd Reader
	for _, s := range []string{"6月底前，覆盖率达到95%以上，新建步道20公里。", "新建公园3个。", "严禁新增产能。", "加快推进各项工作。", "其中改造12处。"} {
		_, got, gotSoft := rd.readSentence(s, Task{})
		_, want, wantSoft := readSentence(s, Task{})
		if brief(got) != brief(want) || len(gotSoft) != len(wantSoft) {
			t.Errorf("%s after others: %s and %d, alone %s and %d", s, brief(got), len(gotSoft), brief(want), len(wantSoft))
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"新建步道20公里。", "6月底前，覆盖率达到95%以上", "2023年、2024年分别完成40座、50座", "“全覆盖”", "(", "由10个工作日压缩至5个工作日"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, targets, _ := readSentence(strings.ToValidUTF8(s, ""), Task{})
		for _, target := range targets {
			if at := target.Span; at.Start < 0 || at.End > len(text.Source.String) || text.Source.String[at.Start:at.End] != target.Quote {
				t.Fatalf("quote %q does not stand at %v of %q", target.Quote, target.Span, s)
			}
		}
	})
}
