package quantity_test

import (
	"testing"

	"github.com/wenxiao/wenxiao/quantity"
)

func TestScan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, value, hi, unit, text string }{
		{"5.8万亩", "5.8", "", "万亩", "5.8万亩"},
		{"142个老旧小区", "142", "", "个", "142个"},
		{"5-10个百姓", "5", "10", "个", "5-10个"},
		{"2—3家", "2", "3", "家", "2—3家"},
		{"5至10个", "5", "10", "个", "5至10个"},
		{"5万至10万亩", "5", "10", "万亩", "5万至10万亩"},
		{"3%-5%之间", "3", "5", "%", "3%-5%"},
		{"8%到10%", "8", "10", "%", "8%到10%"},
		{"二十个村", "20", "", "个", "二十个"},
		{"1.2万户", "1.2", "", "万户", "1.2万户"},
		{"三分之二以上", "66.6667", "", "%", "三分之二"},
		{"八成以上", "80", "", "%", "八成"},
		{"一半以上", "50", "", "%", "一半"},
		{"4.6亿斤", "4.6", "", "亿斤", "4.6亿斤"},
		{"200余个项目", "200", "", "个", "200余个"},
		{"1,200人", "1200", "", "人", "1,200人"},
		{"百分之八十五点五", "85.5", "", "%", "百分之八十五点五"},
		{"2千瓦", "2", "", "千瓦", "2千瓦"},
		{"2万千伏安", "2", "", "万千伏安", "2万千伏安"},
		{"两个", "2", "", "个", "两个"},
		{"500吨/日", "500", "", "吨/日", "500吨/日"},
		{"30台(套)", "30", "", "台(套)", "30台(套)"},
		{"五万亩", "5", "", "万亩", "五万亩"},
		{"3.5个百分点", "3.5", "", "个百分点", "3.5个百分点"},
		{"2/3以上", "66.6667", "", "%", "2/3"},
		{"三到五家", "3", "5", "家", "三到五家"},
		{"1万亿元", "1", "", "万亿元", "1万亿元"},
		{"百分之百", "100", "", "%", "百分之百"},
		{"30微克/立方米", "30", "", "微克/立方米", "30微克/立方米"},
	} {
		q, ok := quantity.Scan(c.in)
		hi := ""
		if q.Range {
			hi = q.Hi.String()
		}
		if !ok || q.Value.String() != c.value || hi != c.hi || q.PrintedUnit() != c.unit || c.in[:q.Len] != c.text {
			t.Errorf("Scan(%q) = %v %q %q %q %q, want %+v", c.in, ok, q.Value, hi, q.PrintedUnit(), c.in[:q.Len], c)
		}
	}
}

func TestScan_NoQuantity(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"", "个", "5G网络", "国道", "一体化", "百姓", "八成立", "十四五", "2022-", "12345678901234567890123个"} {
		if q, ok := quantity.Scan(in); ok {
			t.Errorf("Scan(%q) = %+v, want none", in, q)
		}
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{"5.8万亩", "三分之二以上", "5至10万个", "1,200.50元/人·年", "百分之八十五点五", "八成五", "八成半", "2/3", "30台(套)", "千伏"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, ok := quantity.Scan(s)
		if q.Len < 0 || q.Len > len(s) || q.NumberLen > len(s) || ok && q.Len == 0 {
			t.Errorf("Scan(%q) = %+v", s, q)
		}
		if !ok {
			return
		}
		if n, err := quantity.ParseNumber(q.Value.String()); err != nil || n != q.Value {
			t.Errorf("Scan(%q): value %s does not read back: %v", s, q.Value, err)
		}
	})
}

func FuzzParseNumber(f *testing.F) {
	f.Add("5.80")
	f.Add("999999999999999999")
	f.Fuzz(func(t *testing.T, s string) {
		n, err := quantity.ParseNumber(s)
		if err != nil {
			return
		}
		if again, err := quantity.ParseNumber(n.String()); err != nil || again != n {
			t.Errorf("ParseNumber(%q) = %s reads back as %s: %v", s, n, again, err)
		}
	})
}
