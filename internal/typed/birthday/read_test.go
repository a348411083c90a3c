package birthday_test

import (
	"errors"
	"testing"
	"time"

	"github.com/openhpp/openhpp/internal/typed/birthday"
)

var today = time.Date(2026, 11, 29, 22, 0, 0, 0, time.UTC)

func TestRead(t *testing.T) {
	for _, test := range []struct{ country, text, want string }{
		{"SE", "1941-03-21", "1941-03-21"}, {"DE", "1970-07-10", "1970-07-10"}, {"US", "1970-07-10", "1970-07-10"},
		{"DE", "19700710", "1970-07-10"}, {"US", "1970.07.10", "1970-07-10"}, {"GB", "1970/7/1", "1970-07-01"}, {"HU", "1970. 07. 10.", "1970-07-10"},
		{"DE", "10.07.1970", "1970-07-10"}, {"DE", "10/07/1970", "1970-07-10"}, {"DE", "10-07-1970", "1970-07-10"}, {"DE", "10 07 1970", "1970-07-10"},
		{"DE", "10. 7. 1970", "1970-07-10"}, {"DE", "10.7.70", "1970-07-10"}, {"DE", "10.7.1970.", "1970-07-10"}, {"DE", "10071970", "1970-07-10"}, {"DE", "310770", "1970-07-31"},
		{"GB", "10/07/1970", "1970-07-10"}, {"US", "07/10/1970", "1970-07-10"}, {"us", "7/10/70", "1970-07-10"}, {"US", "07101970", "1970-07-10"},
		{"US", "31/07/1970", "1970-07-31"}, {"DE", "07/31/1970", "1970-07-31"}, // only one day can be meant
		{"SE", "21.03.1941", "1941-03-21"}, {"SE", "21/03/1941", "1941-03-21"}, {"SE", "10/7 1970", "1970-07-10"}, {"SE", "70-07-31", "1970-07-31"}, {"SE", "700731", "1970-07-31"},
		{"CA", "31/07/1970", "1970-07-31"}, {"CA", "07/31/1970", "1970-07-31"}, {"CA", "07/07/1970", "1970-07-07"},
		{"DE", "15.03.01", "2001-03-15"}, {"GB", "31/12/99", "1999-12-31"}, {"DE", "29.02.2000", "2000-02-29"},
		{"DE", "١٠.٠٧.١٩٧٠", "1970-07-10"}, {"DE", "１０．０７．１９７０", "1970-07-10"}, {"DE", "10\u200b.07.1970\u00a0", "1970-07-10"}, {"DE", "10–07–1970", "1970-07-10"}, {"MX", "٢١\u060D٠٣\u060D١٩٤١", "1941-03-21"},
		{"XX", "10/07/1970", "1970-07-10"}, {"", "10/07/1970", "1970-07-10"},
		{"DE", "2026-11-28", "2026-11-28"}, {"DE", "1900-01-01", "1900-01-01"},
	} {
		if got, err := birthday.Read(test.text, today, test.country); got != test.want || err != nil {
			t.Errorf("%s %q is %q, %v; want %q", test.country, test.text, got, err, test.want)
		}
	}
}

func TestNoBirthdays(t *testing.T) {
	for _, test := range []struct {
		country, text string
		want          error
	}{
		{"DE", "", birthday.ErrForm}, {"DE", "yesterday", birthday.ErrForm}, {"DE", "1970", birthday.ErrForm}, {"DE", "31.02.1970", birthday.ErrForm}, {"DE", "32.01.1970", birthday.ErrForm},
		{"DE", "1970-13-01", birthday.ErrForm}, {"DE", "1970-31-07", birthday.ErrForm}, {"DE", "0.0.0", birthday.ErrForm}, {"DE", "1970-07-31T00:00", birthday.ErrForm}, {"DE", "10.07.197", birthday.ErrForm},
		{"DE", "10.07.70 x", birthday.ErrForm}, {"DE", "10\x00.07.1970", birthday.ErrForm}, {"DE", "123456789", birthday.ErrForm},
		{"CA", "10/07/1970", birthday.ErrUnclear}, {"CA", "1.2.70", birthday.ErrUnclear},
		{"DE", "01/02/03", birthday.ErrUnclear}, {"US", "1/2/03", birthday.ErrUnclear}, {"SE", "010203", birthday.ErrUnclear}, // the year may be anywhere
		{"DE", "31.12.20", birthday.ErrUnclear}, // 1920 or 2020
		{"US", "31.12.20", birthday.ErrUnclear}, // which nobody writes there, and may be 1931
		{"DE", "2026-11-29", birthday.ErrFuture}, {"DE", "30.11.2026", birthday.ErrFuture}, {"US", "12/31/2099", birthday.ErrFuture}, {"SE", "9999-01-01", birthday.ErrFuture},
		{"DE", "1899-12-31", birthday.ErrOld}, {"DE", "31.12.1899", birthday.ErrOld}, {"DE", "0001-01-01", birthday.ErrOld},
	} {
		if got, err := birthday.Read(test.text, today, test.country); got != "" || !errors.Is(err, test.want) {
			t.Errorf("%s %q is %q, %v; want %v", test.country, test.text, got, err, test.want)
		}
	}
}

// The page told one order, and the payer chose a country of another.
func TestTwoCountries(t *testing.T) {
	if got, err := birthday.Read("10/07/1970", today, "US", "GB"); !errors.Is(err, birthday.ErrUnclear) {
		t.Errorf("%q, %v", got, err)
	}
	for text, others := range map[string]string{"31/07/1970": "GB", "07/31/1970": "GB", "1970-07-31": "GB"} {
		if got, err := birthday.Read(text, today, "US", others); got != "1970-07-31" {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
	if got, _ := birthday.Read("10.07.1970", today, "DE", "GB"); got != "1970-07-10" {
		t.Errorf("%q", got)
	}
}

func TestExamples(t *testing.T) {
	for country, want := range map[string][2]string{
		"DE": {"31.07.1970", "DMY"}, "GB": {"31/07/1970", "DMY"}, "us": {"07/31/1970", "MDY"}, "SE": {"1970-07-31", "YMD"}, "HU": {"1970.07.31", "YMD"},
		"NL": {"31-07-1970", "DMY"}, "CA": {"1970-07-31", "YMD"}, "": {"31/07/1970", "DMY"},
	} {
		example := birthday.Example(country)
		if got, err := birthday.Read(example, today, country); example != want[0] || birthday.Order(country) != want[1] || got != "1970-07-31" {
			t.Errorf("%s: %q in %s is %q, %v", country, example, birthday.Order(country), got, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range [][2]string{{"10.07.1970", "DE"}, {"7/10/70", "US"}, {"700731", "SE"}, {"٢١/٠٣/١٩٤١", "CA"}, {"\xff", ""}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, text, country string) {
		once, err := birthday.Read(text, today, country)
		if err != nil {
			return
		}
		if again, err := birthday.Read(once, today, country, "US"); again != once {
			t.Errorf("%q is %q, which is %q, %v", text, once, again, err)
		}
		if once < "1900-01-01" || once >= "2026-11-29" {
			t.Errorf("%q is %q", text, once)
		}
	})
}
