package eval

import "encoding/json"

// MarshalJSON writes the figures under their names: precision, recall and F1
// with their counts for a kind, accuracy with its counts for a share.
func (s *Score) MarshalJSON() ([]byte, error) {
	type kind struct {
		Precision float64 `json:"precision"`
		Recall    float64 `json:"recall"`
		F1        float64 `json:"f1"`
		Tally
	}
	type accuracy struct {
		Accuracy float64 `json:"accuracy"`
		Share
	}
	figures := map[string]any{}
	for i, t := range s.Kinds {
		figures[kindNames[i]] = kind{t.Precision(), t.Recall(), t.F1(), t}
	}
	for i, a := range s.Shares {
		figures[shareNames[i]] = accuracy{a.Accuracy(), a}
	}
	return json.Marshal(figures)
}
