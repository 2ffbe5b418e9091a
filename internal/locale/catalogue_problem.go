package locale

// problemPhrases are the words of problems to be coordinated and of joint conferences.
var problemPhrases = map[string]Phrase{
	"problem.directive-basis": {"%s联席会议议定事项：%s。", "Decided by the joint conference of %s: %s."},
}
