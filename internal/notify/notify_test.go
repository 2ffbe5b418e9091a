package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/fault"
)

const (
	weComHook    = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k-1"
	dingTalkHook = "https://oapi.dingtalk.com/robot/send?access_token=t-1"
	feishuHook   = "https://open.feishu.cn/open-apis/bot/v2/hook/h-1"

	dingTalkSign = "ZOTpz55OGsOZqDzPUYXoo77LBqUn4mFrziOhNZaUD9s="
	feishuSign   = "0hLYmfoUxI4qR6gxrHZUwT+7HcMcncQkWF5gKyZReuU="
)

// A robot answers in the place of the network.
type robot struct {
	status int
	says   string
	err    error
	got    *http.Request
	body   []byte
}

func (r *robot) RoundTrip(q *http.Request) (*http.Response, error) {
	r.got = q
	var err error
	if r.body, err = io.ReadAll(q.Body); err != nil || r.err != nil {
		return nil, errors.Join(err, r.err)
	}
	return &http.Response{StatusCode: r.status, Body: io.NopCloser(strings.NewReader(r.says)), Header: http.Header{}}, nil
}

func send(t *testing.T, r *robot, address, secret string) error {
	t.Helper()
	h, err := NewHook(address, secret)
	if err != nil {
		t.Fatal(err)
	}
	s := Sender{Client: &http.Client{Transport: r}, Now: func() time.Time { return time.Unix(1599360473, 0) }}
	return s.Send(t.Context(), h, "督查通报第3期已印发")
}

// The bodies are those of the robots' own documentation. The signatures were computed with openssl:
// printf '1599360473000\nSEC1' | openssl dgst -sha256 -hmac SEC1 -binary | base64, and for Feishu
// printf ” | openssl dgst -sha256 -mac HMAC -macopt hexkey:$(printf '1599360473\nSEC1' | xxd -p) -binary | base64.
func TestSend_SaysWhatEachRobotReads(t *testing.T) {
	t.Parallel()
	plain := `{"msgtype":"text","text":{"content":"督查通报第3期已印发"}}`
	for _, x := range []struct{ name, address, secret, body, query string }{
		{"wecom", weComHook, "", plain, "key=k-1"},
		{"dingtalk", dingTalkHook, "", plain, "access_token=t-1"},
		{"dingtalk signed", dingTalkHook, "SEC1", plain, "access_token=t-1&sign=" + url.QueryEscape(dingTalkSign) + "&timestamp=1599360473000"},
		{"feishu", feishuHook, "", `{"content":{"text":"督查通报第3期已印发"},"msg_type":"text"}`, ""},
		{"feishu signed", feishuHook, "SEC1", `{"content":{"text":"督查通报第3期已印发"},"msg_type":"text","sign":"` + feishuSign + `","timestamp":"1599360473"}`, ""},
	} {
		r := &robot{status: 200, says: `{"errcode":0,"errmsg":"ok"}`}
		if strings.HasPrefix(x.name, "feishu") {
			r.says = `{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}`
		}
		if err := send(t, r, x.address, x.secret); err != nil {
			t.Errorf("%s: %v", x.name, err)
		}
		if string(r.body) != x.body || r.got.URL.RawQuery != x.query || r.got.Method != http.MethodPost {
			t.Errorf("%s: sent %s to %s", x.name, r.body, r.got.URL)
		}
	}
}

func TestSend_TellsWhatCanBeTriedAgain(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		r    robot
		kind fault.Kind
		key  string
	}{
		{robot{err: fmt.Errorf("no route to https://x?key=k-1")}, fault.Unavailable, "webhook-away"},
		{robot{status: 502}, fault.Unavailable, "webhook-away"},
		{robot{status: 200, says: `{"errcode":45009,"errmsg":"api freq out of limit"}`}, fault.Unavailable, "webhook-away"},
		{robot{status: 200, says: `{"errcode":310000,"errmsg":"sign not match"}`}, fault.Conflict, "webhook-refused"},
		{robot{status: 200, says: `{"code":19021,"msg":"sign match fail"}`}, fault.Conflict, "webhook-refused"},
		{robot{status: 200, says: `<html>`}, fault.Conflict, "webhook-refused"},
		{robot{status: 404, says: `{}`}, fault.Conflict, "webhook-refused"},
	} {
		err := send(t, &x.r, weComHook, "")
		e, ok := errors.AsType[*fault.Error](err)
		if !ok || e.Kind != x.kind || e.Key != x.key {
			t.Errorf("%d %s: %v", x.r.status, x.r.says, err)
		}
	}
}

func TestNewHook_GoesNowhereElse(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "http://qyapi.weixin.qq.com/x", "https://example.org/", "https://qyapi.weixin.qq.com.example.org/", "https://u:p@open.feishu.cn/", "https://oapi.dingtalk.com:8443/", "https://127.0.0.1/", "ht tp://x"} {
		if _, err := NewHook(address, ""); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// An error does not hold the key that stands in the address.
func TestSend_ErrorsHoldNoKey(t *testing.T) {
	t.Parallel()
	h, err := NewHook(weComHook, "")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := Sender{Client: &http.Client{Transport: &robot{err: context.Canceled}}, Now: time.Now}
	if err := s.Send(ctx, h, "x"); err == nil || bytes.Contains([]byte(fmt.Sprintf("%v %+v", err, err)), []byte("k-1")) {
		t.Errorf("got %v", err)
	}
}
