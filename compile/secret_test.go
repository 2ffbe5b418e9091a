package compile_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/source"
)

const order = "清河市人民政府文件\n清政发〔2026〕3号\n关于做好春耕工作的通知\n一、备足农资。（牵头单位：市农业农村局）\n"

// A document with a mark of state secrecy is refused, however the mark is printed.
func TestSecretDocumentsAreRefused(t *testing.T) {
	for _, mark := range []string{
		"秘密★1年", "机密★10年", "绝密★长期", "机　密★5年", "秘密☆三年", "绝密*", "机密", "秘 密", "绝密", "密级：秘密",
		"000012\t秘密★1年\t特急", "000001 机密★", "秘密★启用前", "机密10年", "绝密特急", "★机密",
	} {
		_, err := compile.Compile("a.txt", []byte(mark+"\n"+order), compile.Options{})
		var secret *compile.SecretError
		if !errors.As(err, &secret) {
			t.Errorf("%q: error %v, want a refusal", mark, err)
			continue
		}
		for _, l := range []source.Language{source.Chinese, source.English} {
			if m := secret.Message(l); !strings.HasPrefix(m, "a.txt") || strings.Contains(m, "春耕") {
				t.Errorf("%q: message %q must name the file and nothing of its content", mark, m)
			}
		}
	}
}

// A mark with its star counts wherever it stands alone: an annex has its own.
func TestSecretAnnexIsRefused(t *testing.T) {
	_, err := compile.Compile("a.txt", []byte(order+strings.Repeat("二、抓好备耕。\n", 40)+"附件\n机密★10年\n"), compile.Options{})
	var secret *compile.SecretError
	if !errors.As(err, &secret) {
		t.Errorf("error %v, want a refusal", err)
	}
}

// What only speaks of secrets is none.
func TestWordsAboutSecretsAreRead(t *testing.T) {
	for _, text := range []string{
		order + "二、严格保守国家秘密，机密文件由专人保管。\n",
		order + "二、对外提供涉及机密的资料须经批准。\n三、绝密级文件不得复印。\n",
		"关于开展保密宣传的通知\n" + order + strings.Repeat("二、抓好备耕。\n", 40) + "机密\n",
		"秘密花园社区建设方案\n" + order,
		"内部资料 注意保存\n" + order,
	} {
		if _, err := compile.Compile("a.txt", []byte(text), compile.Options{}); err != nil {
			t.Errorf("%.30q…: %v", text, err)
		}
	}
}

// A document that must stay inside says so, and is compiled.
func TestDocumentsNotForThePublicAreMarked(t *testing.T) {
	for text, want := range map[string]string{
		"内部资料 注意保存\n" + order: "内部资料 注意保存",
		"工作秘密\n" + order:      "工作秘密",
		order + "清河市人民政府\n2026年2月1日\n（此件不予公开）\n": "（此件不予公开）",
		order: "",
	} {
		doc, err := compile.Compile("a.txt", []byte(text), compile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if doc.Meta.Secrecy != nil {
			got = *doc.Meta.Secrecy
		}
		if got != want {
			t.Errorf("%.20q…: secrecy mark %q, want %q", text, got, want)
		}
	}
}

// A file of an old format is not even handed to the program that converts it.
func TestSecretOldFileIsNotConverted(t *testing.T) {
	doc := []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for _, u := range utf16.Encode([]rune("WordDocument\x00 机密★10年")) {
		doc = append(doc, byte(u), byte(u>>8))
	}
	var odt bytes.Buffer
	z := zip.NewWriter(&odt)
	for name, content := range map[string]string{
		"mimetype":    "application/vnd.oasis.opendocument.text",
		"content.xml": "<office:body><text:p>秘<text:span>密★</text:span>1年</text:p></office:body>",
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"a.doc":     doc,
		"a.odt":     odt.Bytes(),
		"a.rtf":     []byte(`{\rtf1\ansi\ansicpg936 {\b \'be\'f8\'c3\'dc}\'a1\'ef\par}`),
		"wide.rtf":  []byte(`{\rtf1\ansi \u31192\'3f\u23494\'3f\u9733\'3f 1\par}`),
		"plain.rtf": []byte(`{\rtf1\ansi \u31192?\u23494?\u9733?}`),
	} {
		var o compile.Options
		o.Reader.Convert = func(string, []byte) ([]byte, error) {
			t.Errorf("%s was handed to the converter", name)
			return nil, errors.New("no")
		}
		var secret *compile.SecretError
		if _, err := compile.Compile(name, data, o); !errors.As(err, &secret) {
			t.Errorf("%s: error %v, want a refusal", name, err)
		}
	}
}
