package access

import (
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/region"
)

// Similar are the units near a division whose names share most pairs of characters with a name, the likest first, at most so many. It is for
// a person to choose from where [Directory.Find] finds nobody.
func (d *Directory) Similar(in region.Code, name string, on region.Day, most int) []Unit {
	type like struct {
		at     int
		shared float64
	}
	want := pairs(folded(name))
	var all []like
	for i, u := range d.units {
		if !u.in(on) || !in.Contains(u.Division) && !u.Division.Contains(in) {
			continue
		}
		best := 0.0
		for _, n := range append([]string{d.core(u, on)}, aliases(u)...) {
			best = max(best, likeness(want, pairs(folded(n))))
		}
		if best >= 0.25 {
			all = append(all, like{i, best})
		}
	}
	slices.SortStableFunc(all, func(a, b like) int {
		switch {
		case a.shared > b.shared:
			return -1
		case a.shared < b.shared:
			return 1
		}
		return 0
	})
	var units []Unit
	for _, l := range all[:min(most, len(all))] {
		units = append(units, d.units[l.at])
	}
	return units
}

func aliases(u Unit) (names []string) {
	for _, a := range u.Aliases {
		names = append(names, a.Name)
	}
	return names
}

// pairs are the pairs of neighbouring characters of a name without the word for its kind of division before it.
func pairs(name string) map[string]bool {
	for _, kind := range kinds {
		if rest, is := strings.CutPrefix(name, kind); is && rest != "" {
			name = rest
			break
		}
	}
	r, all := []rune(name), map[string]bool{}
	if len(r) > LongestName {
		return all
	}
	for i := 0; i+1 < len(r); i++ {
		all[string(r[i:i+2])] = true
	}
	return all
}

// likeness is how many of two names' pairs are in both, from 0 to 1 (Dice).
func likeness(a, b map[string]bool) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	n := 0
	for p := range a {
		if b[p] {
			n++
		}
	}
	return 2 * float64(n) / float64(len(a)+len(b))
}

// Place is the name of a division on a day; its code if the directory does not know it.
func (d *Directory) Place(code region.Code, on region.Day) string {
	if division, ok := d.divisions.At(code, on); ok {
		return division.Name
	}
	return code.String()
}
