package casework

import (
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/period"
)

// An Absence (请假、外出) is somebody's leave, and who stands in for him (AB岗). Both days are part of it.
type Absence struct {
	Account uuid.UUID
	StandIn uuid.UUID
	From    period.Date
	To      period.Date
}

// StandsFor are the accounts for which somebody stands in on a day: those who are away and named him, and those who
// named one of them and are away too. Whoever is away himself stands in for nobody. Of an account's absences on a day the first counts.
func StandsFor(absences []Absence, account uuid.UUID, day period.Date) []uuid.UUID {
	standIns := map[uuid.UUID]uuid.UUID{} // by who is away
	var away []uuid.UUID
	for _, a := range absences {
		if _, twice := standIns[a.Account]; !twice && a.From <= day && day <= a.To {
			standIns[a.Account] = a.StandIn
			away = append(away, a.Account)
		}
	}
	if slices.Contains(away, account) {
		return nil
	}
	return slices.DeleteFunc(away, func(who uuid.UUID) bool {
		for range len(standIns) { // those who name each other lead nowhere
			next, isAway := standIns[who]
			if !isAway {
				break
			}
			who = next
		}
		return who != account
	})
}
