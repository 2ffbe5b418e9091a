package notify

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"mime"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/fault"
)

// A postOffice is a mail server of the test's: it speaks SMTP with STARTTLS or TLS and keeps what it is given.
type postOffice struct {
	server MailServer
	got    chan string
}

// openPostOffice starts one. refuse is what it answers to a recipient, "" for "250 ok"; isPlain leaves STARTTLS out.
func openPostOffice(t *testing.T, security, refuse string, isPlain bool) postOffice {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.ParseIP("127.0.0.1")}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	o := postOffice{got: make(chan string, 8), server: MailServer{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Security: security, Name: "wenxiao", Password: "芝麻开门",
		Sender: "wenxiao@example.gov.cn", Authority: string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))}}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if security == OnlyTLS {
				conn = tls.Server(conn, config)
			}
			go o.talk(conn, config, security, refuse, isPlain)
		}
	}()
	return o
}

// talk speaks with one client until it goes.
func (o postOffice) talk(conn net.Conn, config *tls.Config, security, refuse string, isPlain bool) {
	defer func() { _ = conn.Close() }()
	isSecure := security == OnlyTLS
	r := bufio.NewReader(conn)
	say := func(line string) { _, _ = io.WriteString(conn, line+"\r\n") }
	say("220 post office")
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		switch word, rest, _ := strings.Cut(strings.TrimSpace(line), " "); word {
		case "EHLO":
			say("250-post office")
			if !isSecure && !isPlain {
				say("250-STARTTLS")
			}
			say("250 AUTH PLAIN")
		case "STARTTLS":
			say("220 go on")
			conn, isSecure = tls.Server(conn, config), true
			r = bufio.NewReader(conn)
		case "AUTH":
			if !isSecure {
				o.got <- "a password in the clear"
			}
			if said, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN ")); string(said) != "\x00wenxiao\x00芝麻开门" {
				say("535 no")
				continue
			}
			say("235 ok")
		case "RCPT":
			if refuse != "" {
				say(refuse)
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go on")
			var b strings.Builder
			for {
				line, err := r.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				b.WriteString(line)
			}
			say("250 ok")
			o.got <- b.String()
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func TestMail_ArrivesAsItWasWrittenBothWays(t *testing.T) {
	t.Parallel()
	text := "亮红灯 3 项\n" + strings.Repeat("长", 200) + "\nhttps://wenxiao.example.gov.cn/brief"
	for _, security := range []string{StartTLS, OnlyTLS} {
		o := openPostOffice(t, security, "", false)
		if err := o.server.Check(); err != nil {
			t.Fatal(err)
		}
		if err := o.server.Send(t.Context(), Mail{ID: "m-1", To: "lin@example.gov.cn", Subject: "督查\r\nBcc: x@example.com", Text: text}, time.Unix(1_800_000_000, 0)); err != nil {
			t.Fatalf("%s: %v", security, err)
		}
		m, err := mail.ReadMessage(strings.NewReader(<-o.got))
		if err != nil {
			t.Fatal(err)
		}
		subject, err := (&mime.WordDecoder{}).DecodeHeader(m.Header.Get("Subject"))
		if err != nil || subject != "督查 Bcc: x@example.com" || m.Header.Get("Bcc") != "" || m.Header.Get("Message-ID") != "<m-1@example.gov.cn>" {
			t.Errorf("%s: the headers are %v, the subject %q, %v", security, m.Header, subject, err)
		}
		body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, m.Body))
		if err != nil || strings.ReplaceAll(string(body), "\r\n", "\n") != text {
			t.Errorf("%s: it says %q, %v", security, body, err)
		}
	}
}

func TestMail_IsNotSentWhereItWouldBeOpen(t *testing.T) {
	t.Parallel()
	o := openPostOffice(t, StartTLS, "", true)
	if err := o.server.Send(t.Context(), Mail{ID: "m", To: "lin@example.gov.cn"}, time.Now()); key(err) != "mail-secure" {
		t.Errorf("a server without STARTTLS: %v", err)
	}
	for _, security := range []string{StartTLS, OnlyTLS} {
		o := openPostOffice(t, security, "", false)
		o.server.Authority = ""
		if err := o.server.Send(t.Context(), Mail{ID: "m", To: "lin@example.gov.cn"}, time.Now()); key(err) != "mail-secure" {
			t.Errorf("%s with a certificate of nobody known: %v", security, err)
		}
	}
	if len(o.got) != 0 {
		t.Errorf("it got %s", <-o.got)
	}
}

func TestMail_WhatIsTriedAgainAndWhatNot(t *testing.T) {
	t.Parallel()
	m := Mail{ID: "m", To: "lin@example.gov.cn"}
	for answer, want := range map[string]string{"451 later": "mail-away", "550 nobody": "mail-refused"} {
		o := openPostOffice(t, StartTLS, answer, false)
		err := o.server.Send(t.Context(), m, time.Now())
		if key(err) != want || (want == "mail-away") != (fault.KindOf(err) == fault.Unavailable) {
			t.Errorf("%s: %v", answer, err)
		}
	}
	o := openPostOffice(t, OnlyTLS, "", false)
	o.server.Password = "错"
	if err := o.server.Send(t.Context(), m, time.Now()); key(err) != "mail-refused" {
		t.Errorf("a wrong password: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := o.server.Send(ctx, m, time.Now()); key(err) != "mail-away" {
		t.Errorf("nobody there: %v", err)
	}
}

func TestMailServer_Check(t *testing.T) {
	t.Parallel()
	good := MailServer{Host: "mail.example.gov.cn", Port: 587, Security: StartTLS, Sender: "wenxiao@example.gov.cn"}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*MailServer){
		"mail-host": func(s *MailServer) { s.Host = "http://x" }, "mail-security": func(s *MailServer) { s.Security = "none" },
		"mail-sender": func(s *MailServer) { s.Sender = "问效 <a@b.cn>" }, "mail-authority": func(s *MailServer) { s.Authority = "x" },
	} {
		s := good
		change(&s)
		if err := s.Check(); key(err) != want {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// key is that of a fault, "" for none.
func key(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Key
	}
	return ""
}
