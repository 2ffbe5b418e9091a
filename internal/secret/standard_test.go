package secret

import (
	"bytes"
	"encoding/hex"
	"math/big"
	"testing"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/sm4"
)

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The examples of GB/T 32905-2016 (SM3).
func TestSM3_StandardsOwnExamples(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
		"abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd": "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
	} {
		if sum := sm3.Sum([]byte(text)); hex.EncodeToString(sum[:]) != want {
			t.Errorf("SM3(%q) = %x, want %s", text, sum, want)
		}
	}
}

// The example of GM/T 0042-2015, annex D.
func TestHMACSM3_StandardsOwnExample(t *testing.T) {
	t.Parallel()
	key := unhex(t, "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20")
	text := []byte("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopqabcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
	want := unhex(t, "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a")
	k, err := build([]entry{
		{Use: IndexKey, Version: 1, State: Current, Check: checkValue(IndexKey, 1, key), Key: key},
		{Use: MasterKey, Version: 1, State: Current, Check: checkValue(MasterKey, 1, key[:16]), Key: key[:16]},
		{Use: SigningKey, Version: 1, State: Current, Check: checkValue(SigningKey, 1, key), Key: key},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time with what the first has used
		if got, err := k.MAC(1, text); err != nil || !bytes.Equal(got, want) {
			t.Errorf("HMAC-SM3 = %x, %v, want %x", got, err, want)
		}
	}
}

// The first example of GB/T 32907-2016 (SM4), and its second: the same a million times.
func TestSM4_StandardsOwnExamples(t *testing.T) {
	t.Parallel()
	text := unhex(t, "0123456789abcdeffedcba9876543210")
	block, err := sm4.NewCipher(text)
	if err != nil {
		t.Fatal(err)
	}
	out := bytes.Clone(text)
	block.Encrypt(out, out)
	if want := unhex(t, "681edf34d206965e86b3e94f536e4246"); !bytes.Equal(out, want) {
		t.Errorf("once: %x, want %x", out, want)
	}
	for range 1_000_000 - 1 {
		block.Encrypt(out, out)
	}
	if want := unhex(t, "595298c7c6fd271f0402f804c33d3f66"); !bytes.Equal(out, want) {
		t.Errorf("a million times: %x, want %x", out, want)
	}
}

// The example of RFC 8998, appendix A.1 (SM4-GCM).
func TestSM4GCM_ExampleOfRFC8998(t *testing.T) {
	t.Parallel()
	aead, err := newAEAD(unhex(t, "0123456789abcdeffedcba9876543210"))
	if err != nil {
		t.Fatal(err)
	}
	text := unhex(t, "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa")
	got := aead.Seal(nil, unhex(t, "00001234567800000000abcd"), text, unhex(t, "feedfacedeadbeeffeedfacedeadbeefabaddad2"))
	want := unhex(t, "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d83de3541e4c2b58177e065a9bf7b62ec")
	if !bytes.Equal(got, want) {
		t.Errorf("SM4-GCM = %x, want %x", got, want)
	}
}

// The example of GB/T 32918.5-2017 (SM2, signature).
func TestSM2_StandardsOwnSignature(t *testing.T) {
	t.Parallel()
	public, err := sm2.NewPublicKey(unhex(t, "04"+
		"09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"+
		"ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"))
	if err != nil {
		t.Fatal(err)
	}
	r := new(big.Int).SetBytes(unhex(t, "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"))
	s := new(big.Int).SetBytes(unhex(t, "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"))
	if !sm2.VerifyWithSM2(public, []byte("1234567812345678"), []byte("message digest"), r, s) {
		t.Error("the standard's own signature does not verify")
	}
}
