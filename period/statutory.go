package period

import (
	_ "embed" // the table below
	"encoding/json"
	"sync"
)

// festivals.json gives the Gregorian days of the four lunar and solar-term
// holidays. They are astronomy, not decisions: a test computes them again.
//
//go:embed festivals.json
var festivalTable []byte

// festivals are the days in one year of the holidays that have no fixed date.
type festivals struct {
	Year        int      `json:"year"`
	Spring      MonthDay `json:"spring"`       // 春节, first day of the first lunar month
	ClearBright MonthDay `json:"clear_bright"` // 清明节
	DragonBoat  MonthDay `json:"dragon_boat"`  // 端午节, fifth of the fifth
	MidAutumn   MonthDay `json:"mid_autumn"`   // 中秋节, fifteenth of the eighth
}

// revision is the first year of the 2024 text of the regulation, which adds
// lunar New Year's Eve and 2 May.
const revision = 2025

var moveable = sync.OnceValue(func() map[int]festivals {
	var file struct {
		Years []festivals `json:"years"`
	}
	if err := json.Unmarshal(festivalTable, &file); err != nil {
		panic("period: the table of festivals is wrong: " + err.Error())
	}
	byYear := make(map[int]festivals, len(file.Years))
	for _, f := range file.Years {
		byYear[f.Year] = f
	}
	return byYear
})

// isStatutory reports whether d is a holiday by the regulation alone, weekends,
// swaps and days given in lieu left aside. Outside the years of the festival
// table it knows the fixed dates only.
func isStatutory(d Date) bool {
	year, month, day := d.civil()
	today := MonthDay{month, day}
	for _, md := range always {
		if today == md {
			return true
		}
	}
	if year >= revision && today == (MonthDay{5, 2}) {
		return true
	}
	f, known := moveable()[year]
	if !known {
		return false
	}
	if today == f.ClearBright || today == f.DragonBoat || today == f.MidAutumn {
		return true
	}
	after := int(d - f.Spring.In(year))
	return after >= 0 && after <= 2 || after == -1 && year >= revision
}
