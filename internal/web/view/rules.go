package view

// A RulesPage (督办规则) is by which rules a division lights its lights and which ladder it climbs, and where the office changes both.
type RulesPage struct {
	*Frame
	Book    RulebookRow // the one that is shown
	Rules   []RuleRow
	Ladder  string // its name, in words
	Steps   []LadderRow
	History []RulebookRow // the one in force first
	Trial   *RulesTrial   // nil where nothing is tried
	Form    *Form         // nil where the reader may change nothing, or looks at what is over
	Fields  []Field
	Faults  []string // what is wrong with the rules as they were entered, each with its place
}

// A RulebookRow is one version of the rules.
type RulebookRow struct {
	Href    string
	Number  int64 // 0 for the house's own
	Made    int64 // moment; 0 for the house's own
	By      string
	Basis   string
	Ladder  string // its name, in words
	InForce bool
}

// A RuleRow is one rule of lights.
type RuleRow struct {
	Light string
	Title string
	When  string // its conditions, in words
}

// A LadderRow is one step of a ladder.
type LadderRow struct {
	Title    string
	Days     int    // in which the unit answers
	Approved bool   // whether a leader approves first
	From     string // what opens it, in words
}

// A RulesTrial is what would come of rules today.
type RulesTrial struct {
	Open  int // tasks that have lights
	Turns []LightTurn
}

// A LightTurn is how many tasks would turn from one light to another.
type LightTurn struct {
	From, To string
	Tasks    int
}
