package extract

import (
	"strings"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// triggers are the words that tie a duty to an event: 接到报告后, 发生之日起, or to the moment
// a thing exists (及时抄送).
var triggers = zh.Words(`之日起 发生后 接报后 接到 发现后 收到 印发后 调整后 变更后 办结后 完成后 及时将 及时抄送 及时报送 及时上报 及时报告 及时反馈 及时通报 第一时间 及时向`)

// tellings are the acts that such a duty orders: somebody is told something.
var tellings = zh.Words(`抄送 报送 上报 报告 反馈 通报 备案 报备 告知 移交 报县 报市 报省 公示 公布`)

// readTriggered finds duties that an event sets off, in a sentence that holds no periodic one.
func (d *Draft) readTriggered(st *statement) {
	at, _, n := triggers.Find(d.s[:st.end], st.start)
	if at < 0 {
		return
	}
	for _, ph := range cutAt(d.s, st.piece, ",;") {
		if ph.end <= at {
			continue
		}
		deed, _, m := tellings.Find(d.s[:ph.end], max(ph.start, at))
		if deed < 0 {
			continue
		}
		p := piece{min(ph.start, at), deed + m}
		for p.start > st.start && strings.IndexByte(",;", d.s[p.start-1]) < 0 {
			p.start--
		}
		o := policy.Obligation{Action: policy.ActionReport, Who: []string{}, Event: d.s[at : at+n]}
		o.Schedule.Dates = []string{}
		o.Quote, o.Span = d.quote(piece{p.start, ph.end})
		o.Judgement = policy.Judgement{Confidence: 0.8, Review: []source.Code{}}
		d.Doc.Triggered = append(d.Doc.Triggered, o)
		return
	}
}
