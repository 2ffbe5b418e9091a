package view

import (
	"context"
	"io"
	"regexp"

	"github.com/a-h/templ"
	"github.com/wenxiao/wenxiao/internal/locale"
)

// chinese are the words of people and documents that a sentence in another language quotes.
var chinese = regexp.MustCompile(`\p{Han}[\p{Han}★☆0-9]*`)

// told is what a person is told, with Chinese words that are quoted in it declared as such.
func told(f *Frame, text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		escaped := templ.EscapeString(text)
		if f.Lang != locale.Zh {
			escaped = chinese.ReplaceAllString(escaped, `<span lang="`+data+`">$0</span>`)
		}
		_, err := io.WriteString(w, escaped)
		return err
	})
}
