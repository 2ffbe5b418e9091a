package target

import (
	"strings"
	"testing"
)

// Each value of a list is of its own measure, and each place of a list has a target of its own.
func TestRead_ListsOfMeasuresAndPlaces(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{"项目履约率、开工率、资金到位率分别不低于85%、60%、35%。", "项目履约率 85; 开工率 60; 资金到位率 35"},
		{"城镇、农村居民收入分别增长5.5%、7%。", "城镇收入增长 5.5; 农村居民收入增长 7"},
		{"生产安全事故起数和死亡人数分别下降10%、12%。", "生产安全事故起数下降 10; 死亡人数下降 12"},
		{"茶叶、油茶、中药材面积分别达到12万亩、20万亩、6万亩。", "茶叶面积 12; 油茶面积 20; 中药材面积 6"},
		{"低保标准分别提高到每月780元、560元。", "低保标准分别提高到每月 780; 低保标准提高到每月 560"},
		{"2024年、2025年分别建成公厕15座、20座。", "2025年分别建成公厕 15;  20"},
		{"污水治理率达到42%，其中青溪镇、柳塘镇均达到65%。", "污水治理率 42; 青溪镇污水治理率 65; 柳塘镇污水治理率 65"},
		{"东乡、西乡均新增步道20公里。", "东乡均新增步道 20; 西乡均新增步道 20"},
		{"其他县(市、区)县均打造1个数字乡镇试点。", "县均打造数字乡镇试点 1"},
		{"户均增收均达到2000元。", "户均增收 2000"},
	} {
		_, targets, _ := readSentence(tt.text, Task{})
		var got []string
		for _, g := range targets {
			got = append(got, g.Metric+" "+g.Value.String())
		}
		if s := strings.Join(got, "; "); s != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, s, tt.want)
		}
	}
}
