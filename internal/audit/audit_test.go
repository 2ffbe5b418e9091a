package audit_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/audit"
)

type key struct{ ed25519.PrivateKey }

func (k key) Sign(hash []byte) ([]byte, error) { return ed25519.Sign(k.PrivateKey, hash), nil }
func (k key) Verify(hash, sig []byte) bool {
	return ed25519.Verify(k.Public().(ed25519.PublicKey), hash, sig)
}

// A link is a block with its bodies.
type link struct {
	block  audit.Block
	bodies [][]byte
}

func chain(t *testing.T, k key, blocks, each int) []link {
	t.Helper()
	var links []link
	var head *audit.Block
	for i := range blocks {
		var l link
		for j := range each {
			e := audit.Event{ID: uuid.New(), At: int64(1 + i), Owner: 140302, Account: uuid.New(), Action: "report.submit", Kind: "report", Detail: audit.Detail{"n": string(rune('a' + j))}}
			body, err := e.Body()
			if err != nil {
				t.Fatal(err)
			}
			l.bodies = append(l.bodies, body)
		}
		b, err := audit.Seal(head, 140302, time.UnixMilli(int64(1000+i)), l.bodies, k)
		if err != nil {
			t.Fatal(err)
		}
		l.block = b
		links, head = append(links, l), &b
	}
	return links
}

func check(k key, heads []audit.Head, links []link) []string {
	c := audit.NewChain(140302, heads, k)
	for _, l := range links {
		c.Add(l.block, l.bodies)
	}
	var keys []string
	for _, f := range c.Close() {
		keys = append(keys, f.Key)
	}
	return keys
}

func TestChain_FindsWhatWasDoneToIt(t *testing.T) {
	t.Parallel()
	k := key{ed25519.NewKeyFromSeed(make([]byte, 32))}
	other := key{ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, 32))}
	for _, c := range []struct {
		name string
		do   func(l []link) []link
		want string
	}{
		{"an event is edited", func(l []link) []link {
			l[2].bodies[1] = bytes.Replace(l[2].bodies[1], []byte("submit"), []byte("accept"), 1)
			return l
		}, audit.FaultHash},
		{"two events change places", func(l []link) []link { b := l[1].bodies; b[0], b[1] = b[1], b[0]; return l }, audit.FaultHash},
		{"two events of two blocks change places", func(l []link) []link {
			l[1].bodies[0], l[2].bodies[0] = l[2].bodies[0], l[1].bodies[0]
			return l
		}, audit.FaultHash},
		{"two blocks change places", func(l []link) []link { l[1], l[2] = l[2], l[1]; return l }, audit.FaultOrder},
		{"an event is left out", func(l []link) []link { l[4].bodies = l[4].bodies[:2]; return l }, audit.FaultHash},
		{"an event is left out and the count follows", func(l []link) []link {
			l[4].bodies, l[4].block.Count = l[4].bodies[:2], 2
			return l
		}, audit.FaultHash},
		{"a block is left out", func(l []link) []link { return slices.Delete(l, 1, 2) }, audit.FaultOrder},
		{"the last three blocks are cut off", func(l []link) []link { return l[:2] }, audit.FaultTail},
		{"all is gone", func([]link) []link { return nil }, audit.FaultTail},
		{"the chain is made anew with another key", func([]link) []link { return chain(t, other, 5, 3) }, audit.FaultSignature},
		{"the chain is made anew with our key", func([]link) []link { return chain(t, k, 5, 3) }, audit.FaultHead},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			links := chain(t, k, 5, 3)
			heads := []audit.Head{links[0].block.Head(), links[4].block.Head()}
			if got := check(k, heads, links); got != nil {
				t.Fatalf("a whole chain has faults: %v", got)
			}
			if got := check(k, heads, c.do(links)); !slices.Contains(got, c.want) {
				t.Errorf("faults %v, want %q among them", got, c.want)
			}
		})
	}
}

func TestEvent_TellsWhoDidWhat(t *testing.T) {
	t.Parallel()
	whole := audit.Event{ID: uuid.New(), At: 1, Owner: 140302, Account: uuid.New(), Action: "a.b", Kind: "a"}
	for name, spoil := range map[string]func(*audit.Event){
		"id": func(e *audit.Event) { e.ID = uuid.Nil }, "at": func(e *audit.Event) { e.At = 0 }, "owner": func(e *audit.Event) { e.Owner = 14 },
		"account": func(e *audit.Event) { e.Account = uuid.Nil }, "action": func(e *audit.Event) { e.Action = "" }, "kind": func(e *audit.Event) { e.Kind = "" },
	} {
		e := whole
		spoil(&e)
		if _, err := e.Body(); !errors.Is(err, audit.ErrIncomplete) {
			t.Errorf("without %s: error %v, want ErrIncomplete", name, err)
		}
	}
	body, err := whole.Body()
	if err != nil {
		t.Fatal(err)
	}
	if back, err := audit.Read(body); err != nil || back.ID != whole.ID || back.Action != whole.Action {
		t.Errorf("read back %+v, %v", back, err)
	}
}
