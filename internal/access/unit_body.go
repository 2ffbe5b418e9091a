package access

import "strings"

// A Body (机关类别) is what kind of body a unit is, as far as it decides whom it may give orders to.
type Body string

// The bodies.
const (
	BodyGovernment Body = "government" // 人民政府 and its general office, at county level and above
	BodyParty      Body = "party"      // 党委 and its general office
	BodyPartyWork  Body = "party-work" // 党委的部门: 组织部
	BodyTownship   Body = "township"   // 乡镇政府、街道办事处
	BodyBureau     Body = "bureau"     // 部门、议事协调机构 and every other unit
)

// The words that tell bodies apart, by how names end.
var (
	townshipEndings   = []string{"镇政府", "乡政府", "街道办事处", "街道办", "镇党委", "乡党委", "街道党工委", "苏木政府"}
	governmentEndings = []string{"政府", "政府办公室", "政府办公厅", "政府办", "国务院", "国务院办公厅"}
	partyEndings      = []string{"省委", "市委", "县委", "区委", "州委", "旗委", "委办公室", "委办公厅", "委员会办公厅", "党委"}
	partyWorkEndings  = []string{"组织部", "宣传部", "统战部", "政法委", "政法委员会", "纪委", "纪律检查委员会", "编办", "党校", "直属机关工委"}
	partyCommittee    = "委员会" // behind 中共 or 中国共产党
)

// BodyOf tells by its name what kind of body a unit is. An office of a leading group (领导小组办公室) is a bureau: it gives no orders to governments.
func BodyOf(name string) Body {
	name = folded(name)
	ends := func(endings []string) bool {
		for _, e := range endings {
			if strings.HasSuffix(name, e) {
				return true
			}
		}
		return false
	}
	isParty := strings.HasPrefix(name, partyPrefixes[0]) || strings.HasPrefix(name, partyPrefixes[1])
	switch {
	case ends(townshipEndings):
		return BodyTownship
	case ends(governmentEndings):
		return BodyGovernment
	case ends(partyWorkEndings):
		return BodyPartyWork
	case isParty && strings.HasSuffix(name, partyCommittee), ends(partyEndings) && (isParty || len([]rune(name)) <= 12):
		return BodyParty
	case isParty:
		return BodyPartyWork
	}
	return BodyBureau
}

// generalOffices are how the general offices of governments and committees end.
var generalOffices = []string{"办公室", "办公厅", "政府办"}

// IsGeneralOffice says by its name whether a unit is a general office (政府办公室): it speaks for its government and is not itself one.
func IsGeneralOffice(name string) bool {
	name = folded(name)
	for _, e := range generalOffices {
		if strings.HasSuffix(name, e) {
			return true
		}
	}
	return false
}

// consents are the words by which a document names the consent of the government or committee above its issuer.
var consents = []string{"经市政府同意", "经县政府同意", "经区政府同意", "经省政府同意", "政府同意", "党委同意", "市委同意", "县委同意", "区委同意", "省委同意"}

// NamesConsent says whether a text names the consent of the government or committee above its issuer (经市政府同意).
func NamesConsent(text string) bool {
	text = folded(text)
	for _, c := range consents {
		if strings.Contains(text, folded(c)) {
			return true
		}
	}
	return false
}
