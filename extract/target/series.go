package target

import (
	"strings"

	"github.com/wenxiao/wenxiao/zh"
)

// nameSeries gives each value of a list its own measure: 履约率、开工率、资金到位率分别不低于85%、60%、35%. A single measure
// is that of every value; where there are otherwise not as many measures as values, all stay.
func (r *reading) nameSeries() {
	for _, ph := range r.phrases {
		words := r.s[ph.Start:ph.End]
		at := strings.Index(words, "分别")
		if at < 0 {
			continue
		}
		var of []int // the targets whose figures stand behind 分别
		for k, p := range r.figureOf {
			if p.Start >= ph.Start+at && p.End <= ph.End {
				of = append(of, k)
			}
		}
		measures := measuresOf(words[:at])
		if len(of) < 2 || len(measures) == 0 || r.dated(ph.Start, ph.Start+at) {
			continue
		}
		verb := r.s[ph.Start+at+len("分别") : r.figureOf[of[0]].Start]
		if _, n := scanPre(verb); n > 0 {
			verb = verb[:len(verb)-n]
		}
		for n, k := range of {
			switch {
			case len(measures) == len(of):
				r.found[k].Metric = measures[n] + verb // 增长 and 下降 say what is measured too
			case len(measures) == 1 && r.found[k].Metric == "":
				r.found[k].Metric = measures[0] + verb // 城乡低保标准分别提高到780元、560元
			}
		}
	}
}

// dated reports whether a list of dates stands in a range: 2023年、2024年分别完成15个、20个 is one measure at several dates.
func (r *reading) dated(start, end int) bool {
	for k := range r.stamps {
		if m := &r.stamps[k]; m.series > 0 && m.Start >= start && m.End <= end {
			return true
		}
	}
	return false
}

// measuresOf divides the words before 分别 into the measures they list.
func measuresOf(words string) []string {
	if i := strings.LastIndex(words, "年底前"); i >= 0 {
		words = words[i+len("年底前"):]
	}
	if _, n := comparedWith.Suffix(words); n > 0 {
		words = words[:len(words)-n]
	}
	list := strings.FieldsFunc(words, func(r rune) bool { return r == '、' || r == '和' || r == '与' || r == '及' })
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	if len(list) < 2 {
		return list
	}
	last := list[len(list)-1]
	_, n := measureEnds.Suffix(last)
	for _, m := range list[:len(list)-1] {
		if _, k := measureEnds.Suffix(m); k > 0 {
			return list
		}
	}
	for i := range list[:len(list)-1] {
		list[i] += last[len(last)-n:] // 茶叶、油茶、中药材|面积
	}
	return list
}

// measureEnds end the names of measures; the last of a list may say its end for all.
var measureEnds = zh.Words(`面积 使用量 施用量 排放量 消耗量 产量 用量 总量 量 率 增速 增幅 收入 数 规模 值 投资 里程 标准 存栏 出栏 额 比重 占比 比例 水平`)

// comparedWith end the words before 分别 where they say with what the values compare.
var comparedWith = zh.Words(`比上年 较上年 比去年 较去年 同比 环比 比上年度 较上年度 比上年同期 较上年同期`)

// placeSeries makes a target for each place of a list that reaches the same value (青溪镇、柳塘镇均达到65%); k is the
// index of the target of the last place in r.found, before the words of its phrase before the figure.
func (r *reading) placeSeries(k int, before string) {
	head, _, found := strings.Cut(before, "均")
	if !found {
		return
	}
	head, among := strings.CutPrefix(strings.TrimSpace(head), "其中")
	places := strings.Split(head, "、")
	if len(places) < 2 || len(places) > 30 {
		return
	}
	for _, p := range places {
		if _, n := placeEnds.Suffix(p); n == 0 || n == len(p) || len(p) > 30 || strings.ContainsAny(p, "()各") || strings.HasPrefix(p, "其他") {
			return
		}
	}
	r.found[k].Per = "" // 柳塘镇均 is no 镇均
	last := r.found[k]
	measure := strings.TrimPrefix(last.Metric, places[len(places)-1])
	if among && k > 0 {
		measure = r.found[k-1].Metric
	}
	r.found = r.found[:k]
	for _, p := range places {
		t := last
		t.Metric = p + measure
		r.found = append(r.found, t)
	}
	for range len(places) - 1 {
		r.figureOf = append(r.figureOf, r.figureOf[k])
	}
}

// placeEnds end the names of divisions.
var placeEnds = zh.Words(`省 市 县 区 镇 乡 街道 村 社区`)
