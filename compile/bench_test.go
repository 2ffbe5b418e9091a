package compile

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/zh"
)

// BenchmarkCompile compiles documents on one core, whole and stage by stage, in MB
// of UTF-8 text a second. Its text is made here, so that it runs anywhere; figures
// that are quoted come from bench/, whose text is made from real documents. The
// time is wall time: on a machine with other work only large differences count.
func BenchmarkCompile(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	data, size := made(16)
	b.Run("whole", func(b *testing.B) {
		b.SetBytes(size)
		b.ReportAllocs()
		for b.Loop() {
			for _, d := range data {
				if _, err := Compile("a.txt", d, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		b.SetBytes(size)
		b.ReportAllocs()
		for b.Loop() {
			statesBefore(b, data, 0)
		}
	})
	for i, stage := range stages {
		b.Run(stage.Name, func(b *testing.B) { // all stages before it run, too, but only its own time is reported
			var own time.Duration
			for b.Loop() {
				states := statesBefore(b, data, i)
				start := time.Now()
				for _, s := range states {
					stage.run(s)
				}
				own += time.Since(start)
			}
			b.ReportMetric(float64(own.Nanoseconds())/float64(b.N), "ns/op")
			b.ReportMetric(float64(size)*float64(b.N)/1e6/own.Seconds(), "MB/s")
		})
	}
}

// statesBefore brings every document to where stage n begins.
func statesBefore(b *testing.B, data [][]byte, n int) []*state {
	states := make([]*state, len(data))
	for i, d := range data {
		text, diagnostics, err := reader.Read("a.txt", d, reader.Options{})
		if err != nil {
			b.Fatal(err)
		}
		states[i] = &state{source: text, diagnostics: diagnostics}
		for _, stage := range stages[:n] {
			stage.run(states[i])
		}
	}
	return states
}

// What documents are made of: # is a number, U a unit, P a place. Two
// sentences of three hold no fact.
var (
	plainSentences = strings.Fields(`坚持以人民为中心的发展思想，完善工作机制，压实工作责任，推动各项政策措施落地见效。 加强政策宣传和舆论引导，总结推广典型经验，营造全社会关心支持的良好氛围。
		健全部门协同、上下联动的工作机制，及时研究解决工作中遇到的困难和问题。 支持社会资本参与农村基础设施建设和运营，完善“建、管、护”一体化长效机制。 积极推广《农村公共设施管护导则》，引导群众参与日常管理和监督。`)
	factSentences = strings.Fields(`2024年底前，新建高标准农田#.#万亩，改造提升老旧小区#个，完成投资#亿元以上。 全年新增城镇就业#万人以上，城镇登记失业率控制在#%以内，脱贫劳动力务工规模不低于上年。
		力争到2025年6月底，P、P等#个乡镇实现生活垃圾分类全覆盖，建成示范村#—#个。 对年人均纯收入低于#元的农户，每人每月补助#元，最长不超过12个月；对带动#户以上的合作社，给予#万元一次性奖励。
		U每季度末次月#个工作日内将进展情况报送U。 每月25日前通报一次进度，7月底、12月底各开展一次督查。 一是落实责任，U、U每半年至少会商1次；二是严格管理，不得擅自改变资金用途。 自受理之日起#个工作日内办结，公示时间不少于7日。`)
	dutySentences = strings.Fields(`（责任单位：U、U、U，各县（市、区）人民政府） （U牵头，U、U、U配合） （U、U、U按职责分工负责） （由U牵头，U负责）`)
	chapterTitles = strings.Fields(`提升基础设施水平 促进群众稳定增收 完善公共服务体系 发展壮大特色产业 健全防止返贫机制 加强组织保障`)
	clauseTitles  = strings.Fields(`强化动态监测。 推进农村道路建设。 改善人居环境。 支持合作社发展 扩大就业渠道。 保障饮水安全。 规范资金管理 做好跟踪评估。`)
	unitNames     = strings.Fields(`市财政局 市农业农村局 市发展改革委 市住房城乡建设局 市教育局 市卫生健康委 市民政局 市人力资源社会保障局 市乡村振兴局 市交通运输局 市水利局 市文化和旅游局 市自然资源局 市商务局 市医保局 市残联`)
	placeNames    = strings.Fields(`东河县 西岭县 南川区 北塬镇 柳林乡 石桥镇`)
)

// made gives n documents, always the same, and their bytes together.
func made(n int) (data [][]byte, size int64) {
	r := rand.New(rand.NewPCG(1, 1))
	pick := func(from []string) string { return from[r.IntN(len(from))] }
	for range n {
		var b strings.Builder
		write := func(s string) {
			for _, c := range s {
				switch c {
				case '#':
					fmt.Fprint(&b, 1+r.IntN(99))
				case 'U':
					b.WriteString(pick(unitNames))
				case 'P':
					b.WriteString(pick(placeNames))
				default:
					b.WriteRune(c)
				}
			}
		}
		write("P2024年乡村振兴重点工作任务\n为贯彻落实上级决策部署，根据《中共中央、国务院关于做好2024年重点工作的意见》精神，制定本方案。\n")
		for chapter := 1; chapter <= 8; chapter++ {
			write(zh.Numeral(chapter) + "、" + pick(chapterTitles) + "\n")
			for clause := 1; clause <= 6; clause++ {
				write("（" + zh.Numeral(clause) + "）" + pick(clauseTitles))
				for range 1 + r.IntN(2) {
					write(pick(plainSentences))
					write(pick(plainSentences))
					write(pick(factSentences))
				}
				write(pick(dutySentences) + "\n")
			}
		}
		data = append(data, []byte(b.String()))
		size += int64(b.Len())
	}
	return data, size
}
