package reader

import "github.com/wenxiao/wenxiao/source"

// readTXT gives plain text as it stands: its lines may break sentences, and
// its blanks may mean something.
func readTXT(d decoded) *source.Text {
	text := d.text
	if !d.clean {
		text = normalise(text)
	}
	return &source.Text{String: text}
}
