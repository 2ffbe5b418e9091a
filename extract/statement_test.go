package extract

import (
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/extract/duty"
	"github.com/wenxiao/wenxiao/extract/obligation"
	"github.com/wenxiao/wenxiao/extract/provision"
	"github.com/wenxiao/wenxiao/extract/target"
)

// A word with a mark could lie over the end of a sentence, which is found in the same walk.
func TestHints_HoldNoMark(t *testing.T) {
	t.Parallel()
	words := append(append(target.WholeWords(), target.SoftSigns()...), duty.DefaultWords()...)
	for w := range target.Signs() {
		words = append(words, w)
	}
	for w := range provision.HintWords() {
		words = append(words, w)
	}
	for w := range obligation.HintWords() {
		words = append(words, w)
	}
	for _, w := range words {
		if strings.ContainsAny(w, " \n\t,;:。！？") {
			t.Errorf("%q holds a mark", w)
		}
	}
}
