package view

import (
	"strconv"
	"strings"

	qrcode "github.com/skip2/go-qrcode"
)

// An AccountPage is a person's own account: password, one-time codes, sessions.
type AccountPage struct {
	*Frame
	Account  string
	Password Form
	// PasswordFields are the present password and the new one twice.
	PasswordFields []Field
	Code           CodeSetup
	// Recovery are the recovery codes that were just made; they are shown this once.
	Recovery []string
	Sessions []Session
}

// A CodeSetup is what one-time codes of an account are like. At most one of its forms is shown.
type CodeSetup struct {
	On     bool // whether signing in asks for a code
	Needed bool // whether the installation wants every account of this role to have one
	Left   int  // recovery codes that are not used yet
	// URI (otpauth://…) and Secret are set while an authenticator is being set up.
	URI, Secret string
	Form        Form   // starts, confirms or ends the use of codes, whichever is next
	Problem     string // why the code that was entered is not right
}

// A Session is one browser the person is signed in with.
type Session struct {
	Browser string // as it calls itself, in short
	Address string // network address
	Seen    int64  // milliseconds
	Since   int64  // milliseconds
	Current bool   // whether it is the one that asks
	Revoke  string // where its end is sent to
}

// qrSide is the side of a QR code in modules, and qrPath draws its dark ones: the code as vector graphics, so that the
// page needs neither another request nor an image inside itself. Both are zero where the text does not fit into one.
func qrCode(text string) (side int, path string) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return 0, "" // the secret stands beside it in letters
	}
	var b strings.Builder
	modules := code.Bitmap()
	for y, row := range modules {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			from := x
			for x < len(row) && row[x] {
				x++
			}
			b.WriteString("M" + strconv.Itoa(from) + " " + strconv.Itoa(y) + "h" + strconv.Itoa(x-from) + "v1h-" + strconv.Itoa(x-from) + "z")
		}
	}
	return len(modules), b.String()
}

// grouped writes a secret in groups of four, as people copy it.
func grouped(secret string) string {
	var groups []string
	for len(secret) > 4 {
		groups = append(groups, secret[:4])
		secret = secret[4:]
	}
	return strings.Join(append(groups, secret), " ")
}
