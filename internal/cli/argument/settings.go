package argument

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Settings are the values of a settings file by the names of the options, without dashes.
type Settings map[string][]string

// maxSettings is how large a settings file may be, in octets.
const maxSettings = 1 << 20

// ReadSettings reads a settings file: a JSON object with the names of options, whose words may be joined by -, by _ or as one
// (base-url, base_url, baseUrl). Values are texts, numbers, true or false, or lists of these; null and an empty
// list are as if the name were absent.
// What no command asks for is not looked at.
func ReadSettings(r io.Reader) (Settings, error) {
	var object map[string]json.RawMessage
	if err := json.NewDecoder(io.LimitReader(r, maxSettings)).Decode(&object); err != nil {
		return nil, err
	}
	settings := make(Settings)
	for name, raw := range object {
		list := []json.RawMessage{raw}
		if raw[0] == '[' {
			if err := json.Unmarshal(raw, &list); err != nil {
				return nil, err
			}
		}
		key := plain(name)
		if settings[key] != nil {
			return nil, fmt.Errorf("%q is there twice", name)
		}
		for _, one := range list {
			switch text := string(one); one[0] {
			case 'n': // null
			case '{', '[':
				return nil, fmt.Errorf("%q holds more than a value or a list of values", name)
			case '"':
				if err := json.Unmarshal(one, &text); err != nil {
					return nil, err
				}
				settings[key] = append(settings[key], text)
			default: // a number, true or false, as they stand there
				settings[key] = append(settings[key], text)
			}
		}
	}
	return settings, nil
}

// plain is a name however its words are joined.
func plain(name string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(name))
}
