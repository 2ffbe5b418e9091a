// Package browser lets tests look at pages as people do: in a real browser,
// headless, with a fresh profile, on a screen of any size.
//
// Only tests may import it, and it knows no page. Every page that is opened is
// watched: a message on the console, an error, or a request for what it may not
// load is one of its [Page.Faults]. Start at [Start].
package browser

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// names are the programs that can be driven, the first one found being taken.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// limit is how long one step on a page may take: far longer than any does, on a busy machine too.
const limit = time.Minute

// A Browser is a running browser.
type Browser struct {
	ctx     context.Context
	audited *sync.Map // the forms of what stands around pages whose contrast was looked at: [sha256.Size]byte → true
}

// Start starts a browser that ends with the test. Where none is installed the
// test is skipped with a line that says so, except that it fails where CI=true.
// With -short it is skipped too.
func Start(t *testing.T) *Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: the tests in a browser did not run")
	}
	path := find()
	if path == "" && os.Getenv("CI") == "true" {
		t.Fatal("there is no browser, and CI needs one: install chromium")
	}
	if path == "" {
		t.Skip("no browser was found (" + strings.Join(names, ", ") + "): the tests in a browser did not run")
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.Headless, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-dev-shm-usage", true), // containers give it 64 MB
	}
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // as root the sandbox refuses to start
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, closeAll := chromedp.NewContext(ctx)
	t.Cleanup(closeAll)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return &Browser{ctx, new(sync.Map)}
}

func find() string {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// A Screen is what a page is shown on.
type Screen struct {
	Width, Height int64
	Dark          bool   // whether the reader prefers dark colours
	Media         string // "print" for paper; empty for a screen
	NoScript      bool   // whether scripts are switched off
}

// The screens people have.
var (
	Desk  = Screen{Width: 1366, Height: 768}
	Phone = Screen{Width: 390, Height: 844}
)

// A Page is a page in a tab of its own.
type Page struct {
	t       *testing.T
	ctx     context.Context
	audited *sync.Map
	mu      sync.Mutex
	faults  []string
}

// Open shows the page of a file (with "#place" after it, if wanted) until the test ends. The page may load nothing.
func (b *Browser) Open(t *testing.T, file string, s Screen) *Page {
	t.Helper()
	path, hash, _ := strings.Cut(file, "#")
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	address := (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
	if hash != "" {
		hash = "#" + hash
	}
	return b.show(t, address+hash, s, func(asked string) bool { return asked == address })
}

// Visit shows the page at an address until the test ends. The page may load what its own server has.
func (b *Browser) Visit(t *testing.T, address string, s Screen) *Page {
	t.Helper()
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	server := at.Scheme + "://" + at.Host + "/"
	return b.show(t, address, s, func(asked string) bool {
		return strings.HasPrefix(asked, server) || strings.HasPrefix(asked, "data:")
	})
}

// show opens a tab and goes to an address; may says what the page may ask for.
func (b *Browser) show(t *testing.T, address string, s Screen, may func(asked string) bool) *Page {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(b.ctx)
	t.Cleanup(closeTab)
	p := &Page{t: t, ctx: ctx, audited: b.audited}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	if err := chromedp.Listen(ctx, func(event any) { p.watch(event, may) }); err != nil {
		t.Fatal(err)
	}
	p.do(call(network.Enable, network.EnableParams{}), call(log.Enable, cdp.Empty{}), p.show(s), chromedp.Navigate(address))
	return p
}

// Go shows the page at another address of the same server in the same tab, for a test or a part of one: the browser keeps what it has made ready, and a
// tab of its own for each page takes twice as long. What the page before did wrong is forgotten.
func (p *Page) Go(t *testing.T, address string, s Screen) {
	t.Helper()
	p.t = t
	p.mu.Lock()
	p.faults = nil
	p.mu.Unlock()
	p.do(p.show(s), chromedp.Navigate(address))
}

// watch collects what a page must not do.
func (p *Page) watch(event any, may func(asked string) bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		p.faults = append(p.faults, fmt.Sprintf("a message on the console: %s %v", e.Type, e.Args))
	case *runtime.EventExceptionThrown:
		p.faults = append(p.faults, "an error of the script: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if strings.HasPrefix(e.Entry.Text, "Autofocus processing was blocked") { // a test that types faster than the page gives focus
			return
		}
		p.faults = append(p.faults, "a message of the browser: "+e.Entry.Text)
	case *network.EventRequestWillBeSent:
		if !may(e.Request.URL) {
			p.faults = append(p.faults, "a request for "+e.Request.URL)
		}
	}
}

// Faults are what the page did that it must not do, so far.
func (p *Page) Faults() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.faults...)
}

// do takes steps on the page; one that fails ends the test.
func (p *Page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, limit)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// call makes a step of a protocol command.
func call[P any](command cdp.Command[P, cdp.Empty], params P) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, command, params)
		return chromedp.Void{}, err
	}
}

func (p *Page) show(s Screen) chromedp.Action[chromedp.Void] {
	scheme := "light"
	if s.Dark {
		scheme = "dark"
	}
	return chromedp.Steps(
		chromedp.EmulateViewport(s.Width, s.Height),
		call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: s.Media, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		}),
		call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: s.NoScript}),
	)
}

// Show moves the page to another screen.
func (p *Page) Show(s Screen) { p.t.Helper(); p.do(p.show(s)) }

// Press types keys; the special ones stand in the package chromedp/kb.
func (p *Page) Press(keys string) { p.t.Helper(); p.do(chromedp.KeyEvent(keys)) }

// Click clicks in the middle of the first element a selector finds, after scrolling to it.
func (p *Page) Click(selector string) {
	p.t.Helper()
	p.Wait(fmt.Sprintf("document.querySelector(%q)", selector)) // names the selector if nothing is there to be clicked
	p.do(chromedp.Click(chromedp.CSS(selector)))
}

// Wait waits until an expression is true, on this page or on one that takes its place meanwhile.
func (p *Page) Wait(expression string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, limit)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		isTrue, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")")) // fails while one page goes and another comes
		if err == nil && isTrue {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			p.t.Fatalf("waited for %s in vain: %v", expression, err)
		}
	}
}

// Eval gives the value of an expression, or of the promise it gives.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	return run(p, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Screenshot gives what is seen, as PNG.
func (p *Page) Screenshot() []byte { p.t.Helper(); return run(p, chromedp.CaptureScreenshot()) }

// PDF gives the page as it is printed, on the paper it asks for.
func (p *Page) PDF() []byte {
	p.t.Helper()
	return run(p, chromedp.PrintToPDF(func(o *page.PrintToPDFParams) { o.PreferCSSPageSize = new(true) }))
}

func run[T any](p *Page, action chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, limit)
	defer cancel()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		p.t.Fatal(err)
	}
	return value
}
