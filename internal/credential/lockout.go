package credential

import "time"

// A Lockout is the rule of how many failures lock, and for how long. Failures count together until Window
// has passed without one, so nobody who keeps to the pace gets more than Failures tries in a Window.
type Lockout struct {
	Failures int           // that lock
	Window   time.Duration // without a failure, after which counting begins anew
	First    time.Duration // that the first lock lasts; every further one lasts twice as long…
	Most     time.Duration // …but not longer than this
	Forget   time.Duration // after the end of a lock, after which the next is a first one again
}

// The two rules. An account is locked early. An address is often that of a whole office behind one line, and
// is locked late: it is there against somebody who tries one password with every account.
var (
	ByAccount = Lockout{Failures: 5, Window: 15 * time.Minute, First: 15 * time.Minute, Most: 24 * time.Hour, Forget: 24 * time.Hour}
	ByAddress = Lockout{Failures: 50, Window: 15 * time.Minute, First: 15 * time.Minute, Most: 24 * time.Hour, Forget: 24 * time.Hour}
)

// Failures are what is kept of an account or an address. The zero value has none; it is also what a success leaves behind.
type Failures struct {
	Count int       // since the last lock or pause
	Locks int       // one after the other
	Last  time.Time // of the last failure
	Until time.Time // the end of the last lock
}

// Locked says whether a try must be refused unseen, and if so, until when.
func (f Failures) Locked(now time.Time) (until time.Time, locked bool) {
	return f.Until, now.Before(f.Until)
}

// Fail counts a failure. It is not asked while locked: what is refused unseen is no failure.
func (l Lockout) Fail(f Failures, now time.Time) Failures {
	if now.Sub(f.Last) >= l.Window {
		f.Count = 0
	}
	if now.Sub(f.Until) >= l.Forget {
		f.Locks = 0
	}
	f.Count++
	f.Last = now
	if f.Count < l.Failures {
		return f
	}
	f.Until = now.Add(l.lasts(f.Locks))
	f.Locks++
	f.Count = 0
	return f
}

// lasts is how long a lock lasts after some others.
func (l Lockout) lasts(before int) time.Duration {
	d := l.First
	for range before {
		if d >= l.Most {
			break
		}
		d *= 2
	}
	return min(d, l.Most)
}
