package dialect

import (
	"encoding/binary"
	"reflect"
	"sync"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// maxTexts bounds the texts that are kept; a program has a few hundred statements.
const maxTexts = 2000

// texts are the texts of statements that were written before, by their shape. All rules of a statement are about its
// shape, so one that was fit stays fit with other values of the same kinds.
type texts struct {
	mu      sync.RWMutex
	byShape map[string]text
}

// A text is of the tables whose addresses stand in its shape, so they are kept as long as it.
type text struct {
	text   string
	tables []*relation.Table
}

func (t *texts) find(shape []byte) (string, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	found, ok := t.byShape[string(shape)]
	return found.text, ok
}

func (t *texts) keep(s *shape, written string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byShape == nil || len(t.byShape) >= maxTexts {
		t.byShape = make(map[string]text)
	}
	t.byShape[string(s.key)] = text{written, s.tables}
}

// A shape is a statement without its values, and the values in the order in which a writer binds them.
type shape struct {
	key    []byte
	args   []any
	tables []*relation.Table
	// isOther says that the text hangs on more than the shape: on which values are equal, on the letters of a prefix, on how many values a
	// list has. Such a statement is written each time.
	isOther bool
}

func shapeOf(s relation.Statement) *shape {
	h := &shape{key: make([]byte, 0, 512), args: make([]any, 0, 16)}
	if v := reflect.ValueOf(s); v.Kind() == reflect.Pointer && v.IsNil() { // a writer says what is wrong with it
		h.isOther = true
		return h
	}
	switch s := s.(type) {
	case *relation.Select:
		h.word("select")
		h.flag(s.IsForUpdate)
		h.query(s)
	case *relation.Insert:
		h.insert(s)
	case *relation.Update:
		h.word("update")
		h.table(s.Table)
		h.sets(s.Sets)
		h.expr(s.Where)
		h.words(s.Returning)
	case *relation.Delete:
		h.word("delete")
		h.table(s.From)
		h.expr(s.Where)
		h.words(s.Returning)
	default:
		h.isOther = true
	}
	return h
}

// binds reports whether a writer has bound just these values: if not, the order here is not its own.
func (h *shape) binds(args []any) bool {
	return len(args) == len(h.args) && (len(args) == 0 || reflect.DeepEqual(args, h.args))
}

func (h *shape) number(n int) { h.key = binary.AppendUvarint(h.key, uint64(n)) }

func (h *shape) word(text string) {
	h.number(len(text))
	h.key = append(h.key, text...)
}

func (h *shape) words(list []string) {
	h.number(len(list))
	for _, w := range list {
		h.word(w)
	}
}

func (h *shape) flag(is bool) {
	if is {
		h.key = append(h.key, 1)
		return
	}
	h.key = append(h.key, 0)
}

func (h *shape) table(t *relation.Table) {
	h.tables = append(h.tables, t)
	h.key = binary.LittleEndian.AppendUint64(h.key, uint64(reflect.ValueOf(t).Pointer()))
}

func (h *shape) insert(s *relation.Insert) {
	if s.Query != nil {
		h.isOther = true
		return
	}
	h.word("insert")
	h.table(s.Into)
	h.words(s.Columns)
	h.number(len(s.Rows))
	for _, row := range s.Rows {
		h.exprs(row)
	}
	h.flag(s.OnConflict != nil)
	if s.OnConflict != nil {
		h.words(s.OnConflict.Columns)
		h.sets(s.OnConflict.Sets)
	}
	h.words(s.Returning)
}

func (h *shape) sets(sets []relation.Set) {
	h.number(len(sets))
	for _, s := range sets {
		h.word(s.Column)
		h.expr(s.To)
	}
}

// query follows the order in which query in select.go writes.
func (h *shape) query(q *relation.Select) {
	if q == nil || len(q.GroupBy) > 0 || q.Having != nil || q.IsDistinct {
		h.isOther = true
		return
	}
	h.source(q.From)
	h.number(len(q.Joins))
	for _, j := range q.Joins {
		h.source(j.Source)
		h.flag(j.IsLeft)
		h.expr(j.On)
	}
	h.expr(q.Where)
	h.number(len(q.Outputs))
	for _, o := range q.Outputs {
		h.word(o.As)
		h.expr(o.Expr)
	}
	h.number(len(q.OrderBy))
	for _, o := range q.OrderBy {
		if _, isCol := o.By.(relation.Col); !isCol { // it may be an output over again, values and all
			h.isOther = true
		}
		h.flag(o.IsDesc)
		h.expr(o.By)
	}
	for _, n := range []int{q.Limit, q.Offset} {
		h.flag(n > 0)
		if n > 0 {
			h.args = append(h.args, int64(n))
		}
		h.isOther = h.isOther || n < 0
	}
}

func (h *shape) source(s relation.Source) {
	if s.Query != nil || s.Table == nil {
		h.isOther = true
		return
	}
	h.table(s.Table)
	h.word(s.As)
}

func (h *shape) exprs(list []relation.Expr) {
	h.number(len(list))
	for _, e := range list {
		h.expr(e)
	}
}

// expr notes an expression: a letter for what it is, then its parts.
func (h *shape) expr(e relation.Expr) {
	if h.isOther {
		return
	}
	letter := func(l byte) { h.key = append(h.key, l) }
	switch e := e.(type) {
	case nil:
		letter('0')
	case relation.Col:
		letter('c')
		h.word(e.Source)
		h.word(e.Name)
	case relation.Value:
		h.value(e.V)
		h.key = append(h.key, byte(kindOf(e.As)))
	case relation.Binary:
		letter('b')
		h.word(string(e.Op))
		h.expr(e.L)
		h.expr(e.R)
	case relation.And:
		letter('a')
		h.exprs(e)
	case relation.Or:
		letter('o')
		h.exprs(e)
	case relation.Not:
		letter('n')
		h.expr(e.X)
	case relation.IsNull:
		letter('i')
		h.expr(e.X)
	case relation.Contains:
		letter('p')
		h.expr(e.X)
		h.value(e.Part)
	case relation.Exists:
		letter('e')
		h.query(e.Query)
	case relation.Scalar:
		letter('s')
		h.query(e.Query)
	case relation.Excluded:
		letter('u')
		h.word(e.Name)
	default: // In, Prefix, Coalesce, Case, Call
		h.isOther = true
	}
}

func (h *shape) value(v any) {
	k, err := checkValue(v)
	if err != nil { // the writer says what is wrong
		h.isOther = true
	}
	letter := byte('v') + byte(k) // v, w, x
	if v == nil {
		letter = 'z'
	}
	h.key = append(h.key, letter)
	h.args = append(h.args, v)
}
