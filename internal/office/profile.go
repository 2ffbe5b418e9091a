package office

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// settings are what the throw-away profile says: no macros, no active content, nothing
// fetched from other files or the network, nothing asked.
var settings = []struct{ path, name, value string }{
	{"/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"},
	{"/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"},
	{"/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"},
	{"/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"},
	{"/org.openoffice.Office.Writer/Content/Update", "Link", "2"},
	{"/org.openoffice.Office.Calc/Content/Update", "Link", "2"},
	{"/org.openoffice.Office.Common/Misc", "FirstRun", "false"},
	{"/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"},
	// Formulas keep the results that were saved; they are not computed anew.
	{"/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"},
	{"/org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "1"},
}

// writeProfile makes the profile of one conversion.
func writeProfile(dir string) error {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` + "\n")
	for _, s := range settings {
		fmt.Fprintf(&b, `<item oor:path="%s"><prop oor:name="%s" oor:op="fuse"><value>%s</value></prop></item>`+"\n", s.path, s.name, s.value)
	}
	b.WriteString("</oor:items>\n")
	user := filepath.Join(dir, "user")
	if err := os.MkdirAll(user, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(user, "registrymodifications.xcu"), []byte(b.String()), 0o600)
}

// fileURL is the URL of a folder of this machine.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/…
		path = "/" + path
	}
	u := url.URL{Scheme: "file", Path: path}
	return u.String()
}
