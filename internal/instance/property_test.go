package instance_test

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"pgregory.net/rapid"
)

// TestMain lets rounds be few, and the same ones each time, unless the command line says otherwise: -rapid.checks=2000 -rapid.seed=0 goes on for hours.
func TestMain(m *testing.M) {
	for name, value := range map[string]string{"rapid.checks": "4", "rapid.seed": "1"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	m.Run()
}

// Whatever people do, in whatever order, the ledger stays sound, what a page offers can be done, and what it does not offer is refused.
func TestLedger_StaysSoundWhateverPeopleDo(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func(testing.TB) string{"sqlite": func(testing.TB) string { return "" }, "postgresql": pgtest.Open} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hasBegun, hasFailed := false, false
			rapid.Check(t, func(rt *rapid.T) {
				if name == "postgresql" && hasBegun && !hasFailed { // one round is enough: the same statements run on both
					return
				}
				had := hasFailed
				hasBegun, hasFailed = true, true
				s := &scope{TB: t}
				defer s.end()
				h := newHouse(s, database(s), rt)
				acts := h.acts()
				for range 50 + h.below(150, "acts") {
					pick(h, "act", acts)()
				}
				h.proven()
				hasFailed = had
			})
		})
	}
}

// acts are what people do, the more often the more there is to it.
func (h *house) acts() (all []func()) {
	for _, x := range []struct {
		often int
		act   func()
	}{
		{12, h.work}, {8, h.press}, {3, h.handle}, {8, h.request}, {8, h.answer}, {1, h.leave},
		{10, h.write}, {10, h.judge}, {3, h.contribute}, {2, h.unsent},
		{3, h.divide}, {4, h.compare}, {4, h.direct}, {4, h.publish}, {3, h.appraise}, {4, h.pass},
		{3, h.reform}, {1, h.handOver}, {6, h.yearEnd}, {2, h.follow}, {2, h.raise}, {5, h.elsewhere},
	} {
		for range x.often {
			all = append(all, x.act)
		}
	}
	return all
}

// A scope is a test whose folders and databases go when a round ends.
type scope struct {
	testing.TB
	ends []func()
}

func (s *scope) Cleanup(f func()) { s.ends = append(s.ends, f) }

func (s *scope) end() {
	for _, f := range slices.Backward(s.ends) {
		f()
	}
}

// A house is a city and a county with their offices, in which people do what comes to their minds.
type house struct {
	*instancetest.Office
	rt     *rapid.T
	kept   map[string]string // what stands in each table
	events int               // in the audit
}

// passing are the tables that nobody's work stands in: sessions, what was typed, what the store keeps for itself.
var passing = func() map[string]bool {
	all := map[string]bool{}
	for _, t := range append(store.Tables(), job.Table, record.SessionTable, record.AttemptTable, record.DraftTable, record.DataKeyTable) {
		all[t.Name] = true
	}
	return all
}()

// look reads what stands in each table.
func (h *house) look() (kept map[string]string, events int) {
	kept = map[string]string{}
	h.Must(h.Store.Read(h.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		for _, t := range record.Tables() {
			if passing[t.Name] {
				continue
			}
			var order []relation.Order
			for _, key := range t.Key {
				order = append(order, relation.Order{By: relation.C("x", key)})
			}
			rows, err := store.ListRows(ctx, v, &relation.Select{From: relation.From(t, "x"), OrderBy: order})
			if err != nil {
				return fmt.Errorf("%s: %w", t.Name, err)
			}
			kept[t.Name] = fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, rows)))
		}
		n, err := store.Count(ctx, v, &relation.Select{From: relation.From(store.EventTable, "e"), Outputs: []relation.Output{{Expr: relation.C("e", "id")}}})
		events = int(n)
		return err
	}))
	return kept, events
}

// changed are the tables in which something else stands than before.
func changed(before, after map[string]string) (names []string) {
	for name := range after {
		if before[name] != after[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// try lets somebody do something and looks at what came of it.
func (h *house) try(what string, do func() error) error {
	h.Helper()
	err := do()
	h.rt.Logf("%s %s: %s", h.day(0), what, answerOf(err))
	after, events := h.look()
	names := changed(h.kept, after)
	switch {
	case err == nil && len(names) > 0 && events == h.events:
		h.Fatalf("%s changed %v and nothing is told of it", what, names)
	case err != nil && len(names) > 0:
		h.Fatalf("%s was refused with %v and changed %v", what, err, names)
	case err != nil:
		h.worded(what, err)
	}
	if h.kept, h.events = after, events; len(names) > 0 {
		h.sound(what)
	}
	return err
}

// answerOf is what somebody is told.
func answerOf(err error) string {
	if err == nil {
		return "done"
	}
	return err.Error()
}

// worded wants a refusal to be one that a person can read in both languages.
func (h *house) worded(what string, err error) {
	h.Helper()
	key := instancetest.Key(err)
	if k := fault.KindOf(err); k == fault.Internal || k == fault.Unavailable || k == fault.Unknown || !locale.Has("fault."+key) {
		h.Fatalf("%s fails with %v", what, err)
	}
	var f *fault.Error
	if asFault(err, &f) {
		for _, l := range []locale.Lang{locale.Zh, locale.En} {
			if text := locale.Fault(l, f.Key, f.Args...); text == "" || strings.Contains(text, "%!") || strings.Contains(text, "{") {
				h.Fatalf("%s is refused with %q", what, text)
			}
		}
	}
}

// offered does what a page offers: it is not refused, but with a reason that the page can not know.
func (h *house) offered(what string, do func() error, but ...string) bool {
	h.Helper()
	err := h.try(what, do)
	if err != nil && !slices.Contains(but, instancetest.Key(err)) {
		h.Fatalf("%s is offered and refused: %v", what, err)
	}
	return err == nil
}

// refused does what no page offers: it is refused, or was done already.
func (h *house) refused(what string, do func() error) {
	h.Helper()
	before := h.kept
	if err := h.try(what, do); err == nil {
		if names := changed(before, h.kept); len(names) > 0 {
			h.Fatalf("%s is not offered, and is done: %v", what, names)
		}
	}
}

// as is the call of somebody as he may act today.
func (h *house) as(a record.Account) (call app.Call) {
	h.Must(h.Store.Read(h.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		actor, err := app.ActorOf(ctx, v, a.ID, h.Today())
		call = instancetest.Call(actor)
		return err
	}))
	return call
}

// somebody is one of those who can sign in.
func (h *house) somebody() (record.Account, app.Call) {
	people := slices.DeleteFunc(all[record.Account](h, record.AccountTable), func(a record.Account) bool { return a.IsDisabled })
	a := pick(h, "who", people)
	return a, h.as(a)
}

// member is one of those who can sign in and have a role, mostly, else anybody.
func (h *house) member(role access.Role) (record.Account, app.Call) {
	if h.below(8, "anybody") == 0 {
		return h.somebody()
	}
	has := map[uuid.UUID]bool{}
	for _, g := range all[record.Grant](h, record.GrantTable) {
		has[g.Account] = has[g.Account] || g.Role == string(role)
	}
	people := slices.DeleteFunc(all[record.Account](h, record.AccountTable), func(a record.Account) bool { return a.IsDisabled || !has[a.ID] })
	if len(people) == 0 {
		return h.somebody()
	}
	a := pick(h, string(role), people)
	return a, h.as(a)
}

func all[R any](h *house, t *relation.Table, where ...relation.Expr) []R {
	h.Helper()
	return instancetest.All[R](h.Office, t, where...)
}

// one is one of several; ok is false where there is none.
func one[T any](h *house, what string, of []T) (x T, ok bool) {
	if len(of) == 0 {
		return x, false
	}
	return pick(h, what, of), true
}

// pick is one of several, of which there is one at least.
func pick[T any](h *house, what string, of []T) T {
	return of[h.below(len(of), what)]
}

func (h *house) flip(what string) bool { return rapid.Bool().Draw(h.rt, what) }

// below is a number from 0 on.
func (h *house) below(n int, what string) int {
	return rapid.SampledFrom(numbers[:n]).Draw(h.rt, what) // one of a range is mostly small
}

var numbers = func() (all [512]int) {
	for i := range all {
		all[i] = i
	}
	return all
}()

func (h *house) rare(what string) bool { return h.below(10, what) == 9 }
