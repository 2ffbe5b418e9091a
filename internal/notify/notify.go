// Package notify tells a group chat outside that something came out: by the
// webhooks of group robots of WeCom (企业微信), DingTalk (钉钉) and Feishu (飞书),
// signed where they ask for it. It sends one text and says whether it arrived; when
// to try again is the caller's. It goes nowhere but to the hosts of these three, and
// a text must hold no personal data. Start with NewHook and Sender.Send.
package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/wenxiao/wenxiao/internal/fault"
)

// A kind of robot.
type kind int

const (
	weCom kind = iota + 1
	dingTalk
	feishu
)

// hosts are the only ones that anything is sent to.
var hosts = map[string]kind{"qyapi.weixin.qq.com": weCom, "oapi.dingtalk.com": dingTalk, "open.feishu.cn": feishu}

// A Hook is the webhook of a group robot. Its address holds a key, so it is as secret as its secret.
type Hook struct {
	kind   kind
	url    *url.URL
	secret string
}

// NewHook reads the address of a robot's webhook, with the secret its messages are signed with ("" for a robot that asks for none; WeCom's never do).
// fault.Invalid "webhook-host": it is no address of HTTPS, or leads to another host than those of WeCom, DingTalk and Feishu.
func NewHook(address, secret string) (*Hook, error) {
	u, err := url.Parse(address)
	if err != nil { // which must not be told: the address holds a key
		return nil, fault.New(fault.Invalid, "webhook-host")
	}
	k := hosts[u.Host]
	if u.Scheme != "https" || k == 0 || u.User != nil {
		return nil, fault.New(fault.Invalid, "webhook-host")
	}
	return &Hook{kind: k, url: u, secret: secret}, nil
}

// request is what is sent at a moment: the address, and the body as JSON.
func (h *Hook) request(text string, now time.Time) (string, []byte, error) {
	u, message := *h.url, map[string]any{"msgtype": "text", "text": map[string]string{"content": text}}
	switch {
	case h.kind == dingTalk && h.secret != "":
		at := strconv.FormatInt(now.UnixMilli(), 10)
		q := u.Query()
		q.Set("timestamp", at)
		q.Set("sign", sign(h.secret, at+"\n"+h.secret))
		u.RawQuery = q.Encode()
	case h.kind == feishu:
		message = map[string]any{"msg_type": "text", "content": map[string]string{"text": text}}
		if h.secret != "" {
			at := strconv.FormatInt(now.Unix(), 10)
			message["timestamp"], message["sign"] = at, sign(at+"\n"+h.secret, "") // the text to be signed is the key, and nothing is signed with it
		}
	}
	body, err := json.Marshal(message)
	return u.String(), body, err
}

// sign is HMAC-SHA256 in base64.
func sign(key, text string) string {
	m := hmac.New(sha256.New, []byte(key))
	m.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// A Sender sends to hooks.
type Sender struct {
	Client *http.Client
	Now    func() time.Time
}

// NewSender makes a Sender that goes where it was sent and no further: a redirect would take the text to another host.
func NewSender(now func() time.Time) *Sender {
	return &Sender{Now: now, Client: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

const (
	timeout   = 10 * time.Second
	maxAnswer = 1 << 16 // octets
)

// Send sends a text. Faults: Unavailable "webhook-away" if it may arrive when it is tried again; Conflict "webhook-refused" if the robot refuses it, with the
// robot's own number of why.
func (s *Sender) Send(ctx context.Context, h *Hook, text string) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	address, body, err := h.request(text, s.Now())
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	answer, err := s.Client.Do(r)
	if err != nil {
		if e, ok := errors.AsType[*url.Error](err); ok {
			err = e.Err // without the address, which holds a key
		}
		return fault.Because(err, fault.Unavailable, "webhook-away")
	}
	said, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err := errors.Join(err, answer.Body.Close()); err != nil {
		return fault.Because(err, fault.Unavailable, "webhook-away")
	}
	if answer.StatusCode >= 500 || answer.StatusCode == http.StatusTooManyRequests {
		return fault.Because(fmt.Errorf("status %d", answer.StatusCode), fault.Unavailable, "webhook-away")
	}
	return judge(answer.StatusCode, said)
}

// busy are the numbers by which robots say that there was too much of late: of WeCom, DingTalk and Feishu.
var busy = map[int]bool{45009: true, 130101: true, 9499: true, 11232: true}

// judge says what an answer means: WeCom and DingTalk say errcode, Feishu says code; 0 is well.
func judge(status int, said []byte) error {
	var a struct {
		ErrCode *int `json:"errcode"`
		Code    *int `json:"code"`
	}
	if err := json.Unmarshal(said, &a); err != nil {
		return fault.Because(fmt.Errorf("status %d: %w", status, err), fault.Conflict, "webhook-refused", status)
	}
	code := status
	switch {
	case a.ErrCode != nil:
		code = *a.ErrCode
	case a.Code != nil:
		code = *a.Code
	}
	switch {
	case code == 0:
		return nil
	case busy[code]:
		return fault.Because(fmt.Errorf("code %d", code), fault.Unavailable, "webhook-away")
	}
	return fault.New(fault.Conflict, "webhook-refused", code)
}
