package division

import (
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/region"
)

// An Office (机关) is what the rules of authority know of an issuer or an addressee.
type Office struct {
	ID         uuid.UUID
	Name       string
	Division   region.Code
	Body       access.Body
	Line       string // 条线; empty where nobody has declared it
	IsVertical bool   // 垂管
	Parent     uuid.UUID
}

// A Warning is why an issuer may not give an addressee an order; its words are word.authority.….
type Warning string

// The warnings, with their sources.
const (
	// A bureau or a coordinating body gives no orders to Party committees and governments below it; with the consent of its own government
	// it may write, and says so. 党政机关公文处理工作条例 (中办发〔2012〕14号) 第十六条第(二)项.
	WarnGovernment Warning = "government"
	// Bodies of one rank write to each other and give no orders. The same, 第十七条.
	WarnPeer Warning = "peer"
	// A bureau writes to the counterpart bureaus below it, within its powers. The same, 第十六条第(三)项.
	WarnLine Warning = "line"
	// Nobody gives orders to what does not lie below him. The same, 第十四条: by 隶属关系 and 职权范围.
	WarnOutside Warning = "outside"
	// Governments give no orders to Party bodies: works of Party and government are each their own. The same, 第十七条.
	WarnParty Warning = "party"
	// Townships supervise nobody: only governments at county level and above do. 政府督查工作条例 (国令第733号) 第二条, 第七条.
	WarnTownship Warning = "township"
	// A unit led from above takes orders through its superior; a local government may ask it to cooperate. 第十四条, by 隶属关系.
	WarnVertical Warning = "vertical"
)

// Authority says whether an issuer may give an addressee a part in a task: "" if he may, or if either is not known. isAgreed says that the
// document names the consent of the government (经市政府同意). The rules, in their order:
//
//  1. To itself and to its own parts everybody gives orders.
//  2. Townships give them to nobody else.
//  3. What does not lie in the issuer's division is outside.
//  4. A unit led from above takes them from its parent or from its own line; from a government or Party committee it takes a part as one
//     that cooperates.
//  5. A Party committee gives them to all below it, a government to all but Party bodies.
//  6. A bureau gives none to governments, Party committees and its peers, unless with consent; to bureaus below it only in its own line.
func Authority(issuer, to Office, role string, isAgreed bool) Warning {
	switch {
	case issuer.ID == uuid.Nil || to.ID == uuid.Nil, issuer.ID == to.ID, to.Parent == issuer.ID:
		return ""
	case issuer.Body == access.BodyTownship:
		return WarnTownship
	case !issuer.Division.Contains(to.Division):
		return WarnOutside
	case to.IsVertical:
		isCommittee := issuer.Body == access.BodyGovernment || issuer.Body == access.BodyParty
		if issuer.Line != "" && issuer.Line == to.Line || isCommittee && role != Leads {
			return ""
		}
		return WarnVertical
	case issuer.Body == access.BodyParty:
		return ""
	case issuer.Body == access.BodyGovernment:
		if to.Body == access.BodyParty || to.Body == access.BodyPartyWork {
			return WarnParty
		}
		return ""
	case isAgreed:
		return ""
	case to.Body == access.BodyGovernment || to.Body == access.BodyParty || to.Body == access.BodyTownship:
		if issuer.Division == to.Division {
			return WarnPeer
		}
		return WarnGovernment
	case issuer.Division == to.Division:
		return WarnPeer
	case issuer.Line != "" && to.Line != "" && issuer.Line != to.Line:
		return WarnLine
	}
	return ""
}

// A Breach is a part that no issuer of the document may give.
type Breach struct {
	Item    string
	Unit    uuid.UUID
	Warning Warning
}

// Breaches are the parts of a sheet that go beyond the authority of all issuers. Of a document issued together one that may is enough.
func (s *Sheet) Breaches(issuers []Office, office func(uuid.UUID) Office, isAgreed bool) (all []Breach) {
	if len(issuers) == 0 {
		return nil
	}
	for _, i := range s.Items {
		if i.IsLeft {
			continue
		}
		for _, share := range i.Shares() {
			var first Warning
			mayOne := slices.ContainsFunc(issuers, func(o Office) bool {
				w := Authority(o, office(share.Unit), share.Role, isAgreed)
				if first == "" {
					first = w
				}
				return w == ""
			})
			if !mayOne {
				all = append(all, Breach{i.ID, share.Unit, first})
			}
		}
	}
	return all
}

// Counterparts (对口部门) are the units right below a division that a group (各县区) means for an item: those of the line of the unit that leads
// it. Where the lead has no line, or the lead is a government, they are the governments. Divisions without such a unit are lacking.
func Counterparts(lead Office, all []Office) (units []Office, lacking []region.Code) {
	has := make(map[region.Code]bool)
	for _, o := range all {
		if o.Division == lead.Division || o.Division.Parent() != lead.Division {
			continue
		}
		if _, ok := has[o.Division]; !ok {
			has[o.Division] = false
		}
		isCounterpart := lead.Line != "" && o.Line == lead.Line
		if lead.Line == "" || lead.Body == access.BodyGovernment {
			isCounterpart = o.Body == access.BodyGovernment && o.Parent == uuid.Nil && !o.IsOffice()
		}
		if isCounterpart {
			units, has[o.Division] = append(units, o), true
		}
	}
	for code, is := range has {
		if !is {
			lacking = append(lacking, code)
		}
	}
	slices.SortFunc(units, func(a, b Office) int { return a.Division.Compare(b.Division) })
	slices.SortFunc(lacking, region.Code.Compare)
	return units, lacking
}

// IsOffice says whether a body of a government is its general office and not itself.
func (o Office) IsOffice() bool { return access.IsGeneralOffice(o.Name) }
