package expr

import "strings"

// Suggest gives the name of those known that differs least from a misspelt one;
// where none is near, the first dozen of them, and "–" if there are none.
func Suggest(name string, known []string) string {
	best, least := "", max(2, len(name)/3)+1
	for _, k := range known {
		if d := distance(name, k); d < least {
			best, least = k, d
		}
	}
	switch {
	case best != "":
		return best
	case len(known) == 0:
		return "–"
	case len(known) > 12:
		return strings.Join(known[:12], ", ") + " …"
	}
	return strings.Join(known, ", ")
}

// distance counts the characters to insert, delete or replace between two names.
// Names longer than any identifier are as far apart as can be.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 64 || len(y) > 64 {
		return 64
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range y {
			cost := 1
			if r == s {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, diagonal+cost)
		}
	}
	return row[len(y)]
}
