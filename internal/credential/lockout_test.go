package credential_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/internal/credential"
)

var morning = time.Date(2031, 3, 3, 9, 0, 0, 0, time.UTC)

func TestLockout_FiveFailuresLockAndLocksGrow(t *testing.T) {
	t.Parallel()
	var f credential.Failures
	now := morning
	for _, lasts := range []time.Duration{15, 30, 60, 120, 240, 480, 960, 1440, 1440} {
		for i := range 5 {
			if _, locked := f.Locked(now); locked {
				t.Fatalf("locked after %d failures", i)
			}
			f = credential.ByAccount.Fail(f, now)
			now = now.Add(time.Minute)
		}
		now = now.Add(-time.Minute)
		until, locked := f.Locked(now)
		if !locked || until.Sub(now) != lasts*time.Minute {
			t.Fatalf("locked %t until %v later, want %d minutes", locked, until.Sub(now), lasts)
		}
		if _, locked := f.Locked(until.Add(-time.Millisecond)); !locked {
			t.Error("unlocked early")
		}
		now = until
	}
}

func TestLockout_Forgets(t *testing.T) {
	t.Parallel()
	fail := func(f credential.Failures, n int, at time.Time) credential.Failures {
		for range n {
			f = credential.ByAccount.Fail(f, at)
		}
		return f
	}
	f := fail(fail(credential.Failures{}, 4, morning), 1, morning.Add(15*time.Minute))
	if _, locked := f.Locked(morning.Add(15 * time.Minute)); locked || f.Count != 1 {
		t.Errorf("after a quiet quarter of an hour: %+v", f)
	}
	f = fail(credential.Failures{}, 5, morning)
	nextDay := morning.Add(24*time.Hour + 15*time.Minute)
	f = fail(f, 5, nextDay)
	if until, _ := f.Locked(nextDay); until.Sub(nextDay) != 15*time.Minute {
		t.Errorf("a day later a lock lasts %v", until.Sub(nextDay))
	}
	if f = credential.ByAddress.Fail(credential.Failures{Count: 48, Last: morning}, morning); f.Until != (time.Time{}) {
		t.Error("an office was locked out")
	}
}

// However tries are timed, no account takes more than five in a quarter of an hour.
func TestLockout_NeverMoreThanFiveTriesInAQuarter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var f credential.Failures
		var tried []time.Time
		now := morning
		for range 200 {
			now = now.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "seconds")) * time.Second)
			if _, locked := f.Locked(now); locked {
				continue
			}
			f = credential.ByAccount.Fail(f, now)
			tried = append(tried, now)
			if n := len(tried); n > 5 && now.Sub(tried[n-6]) < 15*time.Minute {
				t.Fatalf("six tries in %v", now.Sub(tried[n-6]))
			}
		}
	})
}
