package pack

import "strings"

// placeholders are the names in braces in a sentence.
func placeholders(text string) []string {
	var names []string
	for {
		_, rest, found := strings.Cut(text, "{")
		if !found {
			return names
		}
		name, after, found := strings.Cut(rest, "}")
		if !found {
			return append(names, rest)
		}
		names = append(names, name)
		text = after
	}
}

// Fill puts figures, as people read them, in the place of a sentence's {names}.
func Fill(sentence string, figures map[string]string) string {
	var pairs []string
	for _, name := range placeholders(sentence) {
		pairs = append(pairs, "{"+name+"}", figures[name])
	}
	return strings.NewReplacer(pairs...).Replace(sentence)
}
