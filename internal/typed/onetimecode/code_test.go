package onetimecode_test

import (
	"testing"

	"github.com/openhpp/openhpp/internal/typed/onetimecode"
)

func TestCodes(t *testing.T) {
	for _, text := range []string{
		"123456", " 123456 ", "123 456", "12 34 56", "1 2 3 4 5 6", "123-456", "123–456", "123.456", "123\u00a0456", "123\u2009456", "G-123456", "G123456", "PIN: 123456.",
		"Your code is 123456", "Your code is 123 456. It ends in 10 minutes.", "123456 is your code (valid until 18:05)", "Din kod är 123456\n", "الرمز ١٢٣٤٥٦",
		"١٢٣٤٥٦", "۱۲۳۴۵۶", "१२३४५६", "１２３４５６", "１２３　４５６", "\u200b123\u200b456\ufeff", "\u202a123456\u202c", "\u2066123456\u2069", "123\u00ad456",
		"123456 123456", "code 123456, 10 min", "<#> 123456 Xy1z", "10 123456",
	} {
		if got := onetimecode.Clean(text); got != "123456" {
			t.Errorf("%q is %q", text, got)
		}
	}
}

func TestNoCodes(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "12345": "12345", "1234567": "1234567", "12 345": "12345", "abc": "abc", "123456 654321": "123456 654321", "code 123456 or 654321": "code 123456 or 654321",
		"12345a": "12345a", "a1b2c3d4e5f6": "a1b2c3d4e5f6",
	} {
		if got := onetimecode.Clean(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{"G-123456", "١٢٣ ٤٥٦", "1 2 3", "\x00", "123456 654321", "54366 1.......3", "s-\u030123"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := onetimecode.Clean(text)
		if again := onetimecode.Clean(once); again != once {
			t.Errorf("%q is %q, which is %q", text, once, again)
		}
	})
}
