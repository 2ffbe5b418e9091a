package site

import (
	"context"

	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
)

// Unseen is the light of a task whose light the reader may not see: another unit's, before it is announced.
const Unseen = "unseen"

// Light is a light as pages show it, with its reason in words. nil is one the reader may not see.
func (s *Site) Light(ctx context.Context, l locale.Lang, x *record.Light) (light, why string, err error) {
	if x == nil {
		return Unseen, locale.Text(l, "light.unseen"), nil
	}
	shown, book, err := s.Supervision.Reason(ctx, *x)
	if err != nil {
		return "", "", err
	}
	why = book.Rules.Why(shown, l, func(value string) string { return Figure(l, value) })
	if book.Kept.Number > 0 {
		why = locale.Text(l, "light.by-rules", why, book.Kept.Number)
	}
	return x.Light, why, nil
}

// TaskLight is the light of a task as pages show it, with its reason in words: none where it does not count, whoever looks.
func (s *Site) TaskLight(ctx context.Context, l locale.Lang, t task.Line) (light, why string, err error) {
	if t.Light == nil && !t.Counts() {
		return string(ledger.NoLight), locale.Text(l, "light.uncounted"), nil
	}
	return s.Light(ctx, l, t.Light)
}

// Figure is a value of a reason as people read it: a day, a number, or words as they are.
func Figure(l locale.Lang, value string) string {
	if value == "" {
		return locale.Text(l, "value.none")
	}
	if day, err := period.ParseDate(value); err == nil {
		return locale.Date(l, day)
	}
	return locale.Number(value)
}
