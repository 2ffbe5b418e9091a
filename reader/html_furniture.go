package reader

import (
	"regexp"
	"strings"
)

// What the furniture of pages says. A document may speak of sharing, printing
// and visits too, so a line is only dropped if it is nothing else, and a phrase
// is only cut out of a short line without sentences.
var (
	breadcrumb = regexp.MustCompile(`^\s*[\[【]?(?:您|你)?(?:现在|当前|目前)?(?:所在|所处|的)*(?:当前)?位置(?:是)?\s*[:：]|^\s*当前(?:栏目|页面)\s*[:：]|^\s*(?:网站)?首\s*页\s*(?:>|›|»|＞|》|→|/|—|-)`)
	neighbour  = regexp.MustCompile(`^\s*[\[【（(]?(?:上|下|前|后)一(?:篇|条|页|则)`)
	scanCode   = regexp.MustCompile(`^\s*[\[【]?(?:打开|使用|请|用)?(?:微信|手机)?(?:扫一扫|扫描二维码|扫描?上?方?二维码|扫码(?:分享|浏览|查看|关注|阅读))`)
	related    = regexp.MustCompile(`^\s*[\[【]?(?:相关|关联)(?:的)?(?:文章|链接|阅读|新闻|信息|资讯|稿件|文件|文档|政策|解读|内容|报道|专题|推荐|政策解读|政策文件)+[\]】]?\s*[:：]?\s*(?:更多\s*[>»+]*)?$|^\s*[\[【]?(?:热门|猜你喜欢|延伸阅读|推荐阅读|最新(?:文章|发布|信息)|热点(?:新闻|文章|推荐))(?:推荐|文章|信息)?[\]】]?\s*[:：]?$`)
	footerNear = regexp.MustCompile(`^\s*(?:主\s*办|承\s*办|协\s*办|运\s*维|维\s*护|管\s*理|技\s*术\s*支\s*持|网站(?:地图|支持|管理|声明|建设|维护)|站点地图|联系(?:我们|电话|方式)|隐私声明|免责声明|地\s*址|邮\s*编|电\s*话|建议使用|您是第|政府网站)`)
	farewell   = regexp.MustCompile(`^\s*(?:您|你)(?:访问的链接|好)?.{0,12}即将(?:离开|跳转)`)

	// control is a button or a bar of them.
	control = `打印(?:本页|页面|文章|正文|此页|本文)?|关闭(?:窗口|本页|页面|此页)?|收藏(?:本页|本文)?|返回(?:顶部|首页|上一页|列表|上级)|(?:我要)?纠错|` +
		`语音(?:播报|朗读)|朗读|听全文|保护视力色|繁體(?:中文|版)?|繁体(?:版)?|简体(?:版)?|无障碍(?:浏览|阅读|版)?|关怀版|适老版|长者(?:模式|版|助手|浏览模式)|智能问答|` +
		`分享(?:到|至|给|本页)?|转发|微信|微博|新浪微博|腾讯微博|QQ空间|QQ好友|QQ|朋友圈|人人网|豆瓣|复制链接|更多|下载(?:文字版|图片版|本页)|` +
		`字(?:体|号)(?:大小)?|特大|超大|大|中|小|默认|A\+|A-|T\+|T-|首页|登录|注册|邮箱|English|RSS|TOP|Top`
	controls  = regexp.MustCompile(`^(?:` + control + `|[\s|｜/\[\]【】（）()·•>：:,，+-])+$`)
	isControl = regexp.MustCompile(control)

	// phrase is what stands in the line below a title beside date and source.
	phrase = regexp.MustCompile(`[\[【（(]?\s*(?:浏览|访问|点击|阅读|查看|点击浏览)(?:次数|量|数|率|人数|人次)?\s*[:：]\s*[\[【]?\s*(?:\d+|[-—–]+)?\s*[\]】]?\s*(?:人?次)?\s*[\]】）)]?` +
		`|[\[【（(]?\s*(?:选择)?字(?:体|号)(?:大小)?\s*[:：]?\s*[\[【（(]?\s*(?:(?:特大|超大|大|中|小|默认|A\+|A-|T\+|T-)[\s/|]*)+[\]】）)]?` +
		`|[\[【（(]?\s*(?:责任)?编辑\s*[:：]\s*\S{0,8}[\]】）)]?|[\[【]\s*(?:打印(?:本页|此页|正文)?|关闭(?:窗口|本页)?|收藏|我要纠错|纠错|(?:大|中|小)[\s|]*(?:中|小)?[\s|]*小?)\s*[\]】]` +
		`|分享(?:到|至)?\s*[:：]\s*(?:(?:微信|新浪微博|腾讯微博|微博|QQ空间|QQ好友|QQ|朋友圈|人人网|更多)\s*)*`)
	visits = regexp.MustCompile(`^\s*(?:已?(?:浏览|访问|点击|阅读)(?:次数|量|数)?\s*\d*\s*人?次?|您是第\s*\d*\s*位访(?:问者|客))\s*$`)
)

// longLine is the length from which a line is no furniture, whatever it holds.
const longLine = 120

// dropFurnitureLines leaves out the lines that are furniture by their words.
func dropFurnitureLines(lines []line) []block {
	blocks := make([]block, 0, len(lines))
	foot := footers(lines)
	afterRelated := false
	for i, l := range lines {
		if l.grid != nil {
			afterRelated = false
			blocks = append(blocks, l.block)
			continue
		}
		isLinks := l.links*2 > l.chars
		if len(l.text) < longLine && related.MatchString(l.text) {
			afterRelated = true
			continue
		}
		if afterRelated && isLinks && !strings.Contains(l.text, "附件") {
			continue
		}
		afterRelated = false
		if foot[i] || isFurniture(l) {
			continue
		}
		if l.text = cutPhrases(l.text); l.text != "" {
			blocks = append(blocks, l.block)
		}
	}
	return blocks
}

// footers finds the lines of a page's footer: those that are surely of one, and
// near them those that may be.
func footers(lines []line) []bool {
	const reach = 6
	is := make([]bool, len(lines))
	for i, l := range lines {
		if l.grid != nil || size(l.text) > 2*longLine || !isFooter(l.text) {
			continue
		}
		is[i] = true
		for j := max(0, i-reach); j < min(len(lines), i+reach+1); j++ {
			if lines[j].grid == nil && footerNear.MatchString(lines[j].text) && size(lines[j].text) <= longLine {
				is[j] = true
			}
		}
	}
	return is
}

// isFooter reports that a text has words of footers only.
func isFooter(text string) bool {
	for _, w := range []string{"版权所有", "ICP备", "公网安备", "网站标识码", "即将离开", "是否继续访问"} {
		if strings.Contains(text, w) {
			return true
		}
	}
	lower := strings.ToLower(text)
	return strings.Contains(lower, "copyright ") || strings.Contains(lower, "copyright©")
}

func isFurniture(l line) bool {
	if size(l.text) > longLine || strings.Contains(l.text, "。") {
		return strings.Contains(l.text, "即将") && farewell.MatchString(l.text)
	}
	switch {
	case breadcrumb.MatchString(l.text), neighbour.MatchString(l.text), visits.MatchString(l.text):
		return true
	case scanCode.MatchString(l.text):
		return size(l.text) <= 40
	}
	return controls.MatchString(l.text) && isControl.MatchString(l.text)
}

// cutPhrases cuts counters, font sizes and buttons out of a short line.
func cutPhrases(text string) string {
	if !strings.ContainsAny(text, "：:[【") || size(text) > longLine || strings.Contains(text, "。") || !phrase.MatchString(text) {
		return text
	}
	return strings.Trim(phrase.ReplaceAllString(text, " "), blanks+"|｜[]【】/")
}
