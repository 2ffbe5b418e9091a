package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"github.com/wenxiao/wenxiao/internal/fault"
)

// How a mail server is spoken to. There is no way without encryption: the password and the text would lie open.
const (
	StartTLS = "starttls" // begins in the clear and changes over before anything is said; port 587 or 25
	OnlyTLS  = "tls"      // encrypted from the start; port 465
)

// A MailServer is where mails are handed in.
type MailServer struct {
	Host      string
	Port      int
	Security  string // StartTLS or OnlyTLS
	Name      string // to sign in with; "" for a server that asks for none
	Password  string
	Sender    string // address
	Authority string // PEM of the authority that signed its certificate; "" for those of the system
}

// Check says what is wrong with the description of a server. Faults: Invalid "mail-host", "mail-security", "mail-sender", "mail-authority".
func (s MailServer) Check() error {
	if s.Host == "" || strings.ContainsAny(s.Host, " /:\r\n") && net.ParseIP(s.Host) == nil || s.Port < 1 || s.Port > 65535 {
		return fault.New(fault.Invalid, "mail-host")
	}
	if s.Security != StartTLS && s.Security != OnlyTLS {
		return fault.New(fault.Invalid, "mail-security")
	}
	if !IsAddress(s.Sender) {
		return fault.New(fault.Invalid, "mail-sender")
	}
	if s.Authority != "" && !x509.NewCertPool().AppendCertsFromPEM([]byte(s.Authority)) {
		return fault.New(fault.Invalid, "mail-authority")
	}
	return nil
}

// IsAddress says whether a text is one bare mail address.
func IsAddress(text string) bool {
	a, err := mail.ParseAddress(text)
	return err == nil && a.Address == text && a.Name == "" && len(text) <= 254 && !strings.ContainsAny(text, "\r\n")
}

// A Mail is what is sent to one address: plain text, without anything about persons.
type Mail struct {
	ID      string // unique, of letters, digits and dashes; the same mail again has the same one
	To      string
	Subject string
	Text    string
}

// Send hands a mail in. Faults: Unavailable "mail-away" if it may go when it is tried again; Conflict "mail-refused" if the server refuses it, with the
// server's own number of why; Conflict "mail-secure" if it can not be spoken to securely.
func (s MailServer) Send(ctx context.Context, m Mail, now time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	c, err := s.dial(ctx)
	if err != nil {
		return err
	}
	err = s.hand(c, m, now)
	if err != nil {
		_ = c.Close() // what went wrong is said already
		return answered(err)
	}
	_ = c.Quit() // the server has taken the mail
	return nil
}

// dial opens a secure connection.
func (s MailServer) dial(ctx context.Context) (*smtp.Client, error) {
	away := func(err error) error { return fault.Because(err, fault.Unavailable, "mail-away") }
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(s.Host, strconv.Itoa(s.Port)))
	if err != nil {
		return nil, away(err)
	}
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return nil, away(errors.Join(err, conn.Close()))
		}
	}
	secure := &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12}
	if s.Authority != "" {
		secure.RootCAs = x509.NewCertPool()
		secure.RootCAs.AppendCertsFromPEM([]byte(s.Authority))
	}
	if s.Security == OnlyTLS {
		encrypted := tls.Client(conn, secure)
		if err := encrypted.HandshakeContext(ctx); err != nil {
			return nil, insecure(errors.Join(err, conn.Close()))
		}
		conn = encrypted
	}
	c, err := smtp.NewClient(conn, s.Host)
	if err != nil {
		return nil, away(errors.Join(err, conn.Close()))
	}
	if s.Security == OnlyTLS {
		return c, nil
	}
	if isOffered, _ := c.Extension("STARTTLS"); !isOffered { // nothing is sent in the clear because somebody on the way took the offer out
		return nil, insecure(errors.Join(errors.New("the server offers no STARTTLS"), c.Close()))
	}
	if err := c.StartTLS(secure); err != nil {
		return nil, insecure(errors.Join(err, c.Close()))
	}
	return c, nil
}

// insecure tells a certificate that is not trusted from a line that broke.
func insecure(err error) error {
	var n net.Error
	if errors.As(err, &n) {
		return fault.Because(err, fault.Unavailable, "mail-away")
	}
	return fault.Because(err, fault.Conflict, "mail-secure")
}

// hand hands a mail in over a connection.
func (s MailServer) hand(c *smtp.Client, m Mail, now time.Time) error {
	if s.Name != "" {
		if err := c.Auth(smtp.PlainAuth("", s.Name, s.Password, s.Host)); err != nil {
			return err
		}
	}
	if err := c.Mail(s.Sender); err != nil {
		return err
	}
	if err := c.Rcpt(m.To); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(s.compose(m, now)); err != nil {
		return errors.Join(err, w.Close())
	}
	return w.Close()
}

// compose is a mail as it goes over the line (RFC 5322), the text in base64 so that no line is too long.
func (s MailServer) compose(m Mail, now time.Time) []byte {
	_, domain, _ := strings.Cut(s.Sender, "@")
	var b strings.Builder
	for _, h := range [][2]string{
		{"From", s.Sender}, {"To", m.To}, {"Subject", mime.BEncoding.Encode("utf-8", oneLine(m.Subject))}, {"Date", now.Format("Mon, 02 Jan 2006 15:04:05 -0700")},
		{"Message-ID", "<" + m.ID + "@" + domain + ">"}, {"MIME-Version", "1.0"}, {"Content-Type", "text/plain; charset=utf-8"}, {"Content-Transfer-Encoding", "base64"},
		{"Auto-Submitted", "auto-generated"},
	} {
		b.WriteString(h[0] + ": " + h[1] + "\r\n")
	}
	b.WriteString("\r\n")
	text := base64.StdEncoding.EncodeToString([]byte(strings.ReplaceAll(m.Text, "\n", "\r\n")))
	const width = 76
	for len(text) > width {
		b.WriteString(text[:width] + "\r\n")
		text = text[width:]
	}
	b.WriteString(text + "\r\n")
	return []byte(b.String())
}

// oneLine keeps a subject from becoming further headers.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// answered says what the answer of a server means: 4xx may pass, 5xx does not.
func answered(err error) error {
	if e, ok := errors.AsType[*textproto.Error](err); ok && e.Code >= 500 {
		return fault.Because(fmt.Errorf("code %d", e.Code), fault.Conflict, "mail-refused", e.Code)
	}
	return fault.Because(err, fault.Unavailable, "mail-away")
}
