package entry

import "strings"

// What browsers call themselves, the most telling mark first: most call themselves Chrome and Safari too.
var (
	browsers = [][2]string{{"MicroMessenger/", "WeChat"}, {"DingTalk/", "DingTalk"}, {"QQBrowser/", "QQBrowser"}, {"QIHU 360", "360"}, {"360SE", "360"}, {"360EE", "360"},
		{"Edg/", "Edge"}, {"EdgA/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"HeadlessChrome/", "Chrome"}, {"Chrome/", "Chrome"}, {"Version/", "Safari"}}
	systems = [][2]string{{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"HarmonyOS", "HarmonyOS"}, {"OpenHarmony", "HarmonyOS"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}}
)

// device says in a few words which browser on which system somebody has signed in with: Chrome 120 · Windows. One that is not known is told as it
// calls itself.
func device(agent string) string {
	for _, b := range browsers {
		_, rest, ok := strings.Cut(agent, b[0])
		if !ok {
			continue
		}
		name := b[1]
		if version := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]; version != "" && strings.HasSuffix(b[0], "/") {
			name += " " + version
		}
		for _, s := range systems {
			if strings.Contains(agent, s[0]) {
				return name + " · " + s[1]
			}
		}
		return name
	}
	return agent
}
