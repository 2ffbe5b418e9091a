package view

import (
	"encoding/json"

	"github.com/wenxiao/wenxiao/internal/locale"
)

func other(f *Frame) locale.Lang {
	if f.Lang == locale.Zh {
		return locale.En
	}
	return locale.Zh
}

func otherTag(f *Frame) string { return locale.Tag(other(f)) }

// otherName is the other language by its own name.
func otherName(f *Frame) string { return locale.Text(other(f), "frame.language") }

// noticeIcon is the shape beside a notice, which says its kind without colour.
func noticeIcon(kind string) string {
	switch kind {
	case "done":
		return "circle-check"
	case "warning":
		return "alert-triangle"
	case "fault":
		return "alert-octagon"
	}
	return "info-circle"
}

// keyTable are the keys the script knows, with what they do.
func keyTable(f *Frame) [][2]string {
	if f.Review {
		return [][2]string{
			{"j k", f.Say("keys.next")}, {"a", f.Say("keys.accept")}, {"r", f.Say("keys.reject")}, {"e", f.Say("keys.edit")}, {"s", f.Say("keys.split")},
			{"m", f.Say("keys.merge")}, {"v", f.Say("keys.seen")}, {"n", f.Say("keys.add")}, {"u U", f.Say("keys.undo")}, {"Ctrl+S", f.Say("keys.save")}, {"?", f.Say("keys.this")},
		}
	}
	return [][2]string{
		{"/", f.Say("keys.filter")},
		{"j k ↓ ↑", f.Say("keys.rows")},
		{"Enter", f.Say("keys.open")},
		{"Space", f.Say("keys.take")},
		{"Ctrl+S", f.Say("keys.save")},
		{"?", f.Say("keys.this")},
	}
}

// scriptWords are what the script says, as JSON for the page's body.
func scriptWords(f *Frame) string {
	text, err := json.Marshal(map[string]string{
		"restored": f.Say("script.restored"), "discard": f.Say("script.discard"), "saved": f.Say("script.saved"), "kept": f.Say("script.kept"),
		"tooLarge": f.Say("script.too-large"), "sending": f.Say("script.sending"), "sent": f.Say("script.sent"), "lost": f.Say("script.lost"),
		"wrongType": f.Say("script.wrong-type"), "leave": f.Say("script.leave"), "working": f.Say("script.working"), "preparing": f.Say("script.preparing"),
	})
	if err != nil {
		panic(err) // strings can always be written
	}
	return string(text)
}
