package quantity

import (
	"strings"

	"github.com/wenxiao/wenxiao/zh"
)

// A Class says what kind of thing a unit (计量单位) counts or measures. The
// compiler reads 2000人以上建制镇 and 20个以上示范村 differently because of it.
type Class uint8

// The classes of units.
const (
	NoUnit   Class = iota
	Counter        // 个, 家, 座: counts the noun beside it
	Person         // 人, 户, 名: counts people and households
	Measure        // 亩, 公里, 吨: measures
	Money          // 元
	Ratio          // %, 个百分点, 成
	Multiple       // 倍, 番
	Times          // 次, 场, 期: counts events
	Time           // 年, 天, 小时, 岁: lengths of time and ages
	Rank           // 级, 星, 批, 届: ranks and editions, which are seldom targets
)

// String gives the class's name, for messages of tests.
func (c Class) String() string {
	return [...]string{"none", "counter", "person", "measure", "money", "ratio", "multiple", "times", "time", "rank"}[min(c, Rank)]
}

// units lists the units of official documents. A scale word (万, 亿) before a
// unit is read by [Scan].
var units = zh.NewLexicon(classes(map[Class]string{
	Counter: `个 家 处 座 所 条 项 件 套 间 台 辆 部 艘 架 栋 幢 宗 段 口 眼 孔 盏 根 支 门 篇 册 本 份 幅 首 集
		种 款 对 双 例 起 片 块 笔 单 票 箱 桶 张 株 棵 头 只 羽 匹 尾 枚 面 把 道 扇 群 标段
		泊位 床位 学位 托位 机位 窗口 机架 标准机架 棒 袋 窝 杆 车位 张床位 张床 床 组 队 粒 棚 团 车厢 台套 台(套) 台件 件(套) 家(户) 处(个) 标箱 标准箱 TEU 辆份 人份 盆 航线 标准班 教学班 班级 线 网点 站点 路 具 枪 列 艘次 家次 个次 辆次 航次 件次 航班 孔 处次 条次 件套 台次 车 例次 份次 项次 只次 头次 起次`,
	Person: `人 名 户 位 人次 户次 家庭 人天 人月 对夫妇 口人`,
	Measure: `平方公里 平方千米 平方米 平米 平方 立方米 立方 方 公顷 亩 亩次 立方水体 NTU 吨/月·平方公里 吨/平方公里·月 公里/平方公里 蒸吨 蒸吨/小时 米/秒 起/万枚 万枚 元/平方公里 毫米/年 公里 千米 里 米 厘米 毫米 公斤 千克 吨 吨标准煤 斤 克 毫克 微克 升 毫升
		千瓦时 千瓦 兆瓦时 兆瓦 吉瓦 瓦 度 千伏安 千伏 伏 兆伏安 KVA kVA kV KV kW KW MW GW kWh MWh GWh Wh 标方 标准立方米 公里/小时 车公里 吨公里 km KM m² ㎡ m2 m³ m3 mm cm kg KG hm² 海里 载重吨 总吨 头当量
		立方米/日 立方米/天 立方米/小时 吨/日 吨/天 吨/年 吨/小时 立方米/年 微克/立方米 毫克/升 毫克/立方米 千克/公顷 公斤/亩 斤/亩 Mbps Gbps Gb GB TB PB EB PFLOPS P EFLOPS 兆 兆比特 PFlops`,
	Money:    `元 美元 港元 欧元 人民币 元人民币 元/平方米 元/亩 元/人 元/户 元/吨 元/年 元/月 元/人·月 元/人·年 元/人/年 元/人年 元/天 块钱`,
	Ratio:    `% 个百分点 百分点 个点 ‰`,
	Multiple: `倍`,
	Times:    `次 场 场次 期 班次 批次 轮次 轮 遍 趟 架次 车次 列次 课时 学时 堂 节 节课 人天`,
	Time:     `年 个月 月 周 个星期 天 个工作日 工作日 个工作时 工作时 日 个小时 小时 个半小时 分钟 秒 岁 周岁 日历天 个自然日 自然日 个自然月 个学年 学年 个学期 季度 个季度 时 分`,
	Rank:     `级 星 批 届 号 类 等 档 位数 流 字 代 层 楼 折 杯 甲 A级 环 纵 横 步 维 线城市`,
}))

func classes(lists map[Class]string) map[string]Class {
	m := map[string]Class{}
	for class, list := range lists {
		for _, w := range strings.Fields(list) {
			m[w] = class
		}
	}
	return m
}

// ScanUnit gives the longest unit that s begins with, its class and its length in bytes, 0 where there is none.
func ScanUnit(s string) (Class, int) { return units.Prefix(s) }

// Exponent gives the character for a raised 2 or 3 behind a unit of length (m², km³); ok is false for anything else.
func Exponent(before rune, raised string) (character string, ok bool) {
	if before != 'm' && before != 'M' && before != '米' {
		return "", false
	}
	switch raised {
	case "2":
		return "²", true
	case "3":
		return "³", true
	}
	return "", false
}
