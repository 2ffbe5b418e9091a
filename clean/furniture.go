package clean

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/zh"
)

// furniture are the words of a page's own lines: navigation, buttons, counters, footers.
var furniture = zh.Words(`扫一扫 打印本页 关闭窗口 返回顶部 分享到 上一篇 下一篇 上一条 下一条 相关文章 相关链接 相关阅读 相关附件 友情链接 版权所有 ICP备 公网安备 网站标识码 网站地图 联系我们 无障碍 关怀版 长者助手 长者模式 繁體 当前位置 当前所在位置 您的位置 您现在的位置
	字号: 字体: 打印】 【打印 【关闭 [打印 [关闭 浏览次数 浏览量 阅读量 访问量 点击数 点击量 点击率 责任编辑 收藏本页 加入收藏 设为首页 首页> 首页>> 首页> 首页 > 站内搜索 建议使用 相关文档推荐 下载文档后 文档下载 需8金币 在线阅读 技术支持 网站声明 使用帮助 文章来源: 微信 新浪微博 您是第 移动客户端 官方微信`)

// endings are the words with which a page's tail begins: nothing of the document follows them.
var endings = zh.Words(`相关文章 相关链接 相关阅读 上一篇 上一条 下一篇 下一条 扫一扫 友情链接 版权所有 相关文档推荐 【打印本页 [打印本页 【关闭窗口 打印本页 关闭窗口 责任编辑 网站地图 关于我们 (下载文档后 （下载文档后 主办: 主办： 分享到`)

// particulars are what a page's lines say of the document itself; such a line stays.
var particulars = zh.Words(`发布时间 发布日期 成文日期 成文时间 发文机关 发布机构 发文字号 文号 索引号 生成日期 发文日期 公开日期 来源 印发日期 发文单位`)

// markFurniture drops the lines of the page around a document: short lines of its own words
// anywhere, and everything from the first line of its tail on.
func markFurniture(lines []line) {
	last := lastClause(lines)
	tail := false
	for i := range lines {
		l := &lines[i]
		if l.text == "" || l.inTable {
			continue
		}
		if i > last {
			if _, n := endings.Prefix(l.head); n > 0 {
				tail = true
			}
		}
		if tail || short(l.text) && !strings.Contains(l.text, "。") && furniture.In(l.folded()) && !labelled(l) && !particulars.In(l.text) {
			l.page = true
		}
	}
}

// short reports whether a line can be one of a page's own: no more than 120 characters.
func short(s string) bool {
	return len(s) <= 120*utf8.UTFMax && zh.Count(s) <= 120
}

// lastClause is the last line that opens with a clause's label or holds a sentence.
func lastClause(lines []line) int {
	for i := len(lines) - 1; i >= 0; i-- {
		l := &lines[i]
		if strings.Contains(l.text, "。") && zh.Count(l.text) > 20 || labelled(l) && zh.Count(l.text) > 12 {
			if _, n := endings.Prefix(l.head); n == 0 {
				return i
			}
		}
	}
	return 0
}

func labelled(l *line) bool {
	label, n := zh.ScanLabel(l.head)
	return n > 0 && label.Style != zh.LabelDash
}

// folded is the whole line as it is read.
func (l *line) folded() string {
	if len(l.text) <= headLength {
		return l.head
	}
	return foldLine(l.text)
}

func foldLine(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		b.WriteRune(zh.Fold(r))
	}
	return b.String()
}
