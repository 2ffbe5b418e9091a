package obligation

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// triggers are the words that tie a duty to an event: 接到报告后, 发生之日起, or to the moment
// a thing exists (及时抄送).
var triggers = zh.Words(`之日起 发生后 接报后 接到 发现后 收到 印发后 调整后 变更后 办结后 完成后 及时将 及时抄送 及时报送 及时上报 及时报告 及时反馈 及时通报 第一时间 及时向`)

// tellings are the acts that such a duty orders: somebody is told something.
var tellings = zh.Words(`抄送 报送 上报 报告 反馈 通报 备案 报备 告知 移交 报县 报市 报省 公示 公布`)

// ReadTriggered finds the duty that an event sets off (接到报告后…上报) in a sentence that holds no periodic
// one. ok is false where there is none. Nothing is marked as used: it may be a rule's number too.
func ReadTriggered(t *passage.Text, st *passage.Sentence) (o policy.Obligation, ok bool) {
	s := t.String
	at, _, n := triggers.Find(s[:st.End], st.Start)
	if at < 0 {
		return o, false
	}
	for _, ph := range passage.Cut(s, st.Piece, ",;") {
		if ph.End <= at {
			continue
		}
		deed, _, m := tellings.Find(s[:ph.End], max(ph.Start, at))
		if deed < 0 {
			continue
		}
		p := passage.Between(min(ph.Start, at), deed+m)
		for p.Start > st.Start && strings.IndexByte(",;", s[p.Start-1]) < 0 {
			p.Start--
		}
		o = policy.Obligation{Action: policy.ActionReport, Who: []string{}, Event: s[at : at+n]}
		o.Schedule.Dates = []string{}
		o.Quote, o.Span = t.Quote(passage.Between(p.Start, ph.End))
		o.Judgement = policy.Judgement{Confidence: 0.8, Review: []source.Code{}}
		return o, true
	}
	return o, false
}

// HintWords are the words of which a sentence must hold one for [ReadTriggered] to find something,
// and those of which it must hold one for [Read] unless it holds a digit.
func HintWords() map[string]passage.Hint {
	words := map[string]passage.Hint{}
	for w := range rhythmWords() {
		words[w] = passage.HintRhythm
	}
	for _, w := range triggers.List() {
		words[w] |= passage.HintTrigger
	}
	return words
}
