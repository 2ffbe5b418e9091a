package site

import (
	"errors"
	"testing"

	"github.com/wenxiao/wenxiao/internal/fault"
)

func TestNumber_AsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"6.3": "6.3", " 6.3 % ": "6.3", "6.3％": "6.3", "６．３": "6.3", "1,234.5": "1234.5", "1，234": "1234", "-0.5": "-0.5", "－0.5": "-0.5", "12": "12"} {
		if n, err := Number(typed, "%"); err != nil || n.String() != want {
			t.Errorf("%q is %s, %v; want %s", typed, n, err, want)
		}
	}
	for typed, want := range map[string]string{"六点三": "number-typed", "6.3万": "number-typed", "": "number-typed", "1.2.3": "number-typed", "6.": "number-typed", "999999999999999999999999": "number-range"} {
		_, err := Number(typed, "%")
		if e, ok := errors.AsType[*fault.Error](err); !ok || e.Key != want {
			t.Errorf("%q gives %v, want %s", typed, err, want)
		}
	}
}
