package serve_test

import (
	"strings"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/browser"
)

// Journey 4. A province's document orders reports within five working days after each quarter, to two offices: what is due for the third quarter of 2021
// waits until the National Day holiday is over, and names both.
func TestProvince(t *testing.T) {
	b := browser.Start(t)
	text := corpus(t, "004")
	var days calendar
	days.ahead.Store(int64(time.Date(2021, 9, 1, 0, 0, 0, 0, time.UTC).Sub(time.Date(2025, 5, 6, 0, 0, 0, 0, time.UTC))))
	h := buildOn(t, days.now())
	h.open(t)
	d := &desk{t: t, h: h, b: b, lang: "zh", looked: map[string]bool{"sign-in": true, "workbench of supervisor": true, "review of 004.txt": true}} // as other journeys see them
	d.enter("supervisor")
	d.put("004.txt", text)
	if browser.Eval[bool](d.Page, "!!document.querySelector('.issued')") { // its text shows no number
		d.set("[name='issued.on']", "2021-08-05")
		d.set("[name='issued.reason']", "省政府公报")
	}
	d.take(builders, "加强搬迁脱贫群众动态监测预警", "开展外出就业精准对接")
	d.arrive("ledger of the province", "location.pathname === '/tasks'")

	d.enter("reporter")
	d.Click("nav a[href='/due']")
	d.arrive("what is due for the quarter", "location.pathname === '/due' && document.querySelector('[data-rows] tbody tr')")
	third := 0
	for _, row := range d.rows() {
		if strings.Contains(row, "2021年三季度") {
			third++
			if !strings.HasPrefix(row, "2021-10-13") {
				t.Errorf("due for the third quarter: %s", row)
			}
		}
	}
	if third == 0 {
		t.Fatalf("nothing is due for the third quarter: %q", d.rows())
	}
	d.do("[data-rows]", "[...e.querySelectorAll('tbody tr')].find(r => r.innerText.includes('2021-10-13')).querySelector('a.open').click()", nil)
	d.arrive("due item of the quarter", "/^\\/due\\//.test(location.pathname)")
	d.tells("2021-10-13", "省发展改革委", "省乡村振兴局")
	if s := h.log.String(); strings.Contains(s, "level=ERROR") {
		t.Errorf("errors were logged:\n%s", s)
	}
}
