package subdivision

import "testing"

func TestOfPostalCode(t *testing.T) {
	for _, test := range []struct{ country, code, want string }{
		{"US", "10024-3941", "NY"}, {"US", "60601", "IL"}, {"US", "90210", "CA"}, {"US", "02134", "MA"}, {"US", "20001", "DC"}, {"US", "20101", "VA"},
		{"US", "00901", "PR"}, {"US", "00802", "VI"}, {"US", "09012", "AE"}, {"US", "34002", "AA"}, {"US", "96201", "AP"}, {"US", "73301", "TX"}, {"US", "73401", "OK"},
		// single codes that lie elsewhere than their neighbours
		{"US", "06390", "NY"}, {"US", "06389", "CT"}, {"US", "05501", "MA"}, {"US", "05401", "VT"}, {"US", "39901", "GA"}, {"US", "96799", "AS"}, {"US", "96798", "HI"},
		{"US", "96910", "GU"}, {"US", "96950", "MP"}, {"US", "83414", "WY"}, {"US", "83415", "ID"}, {"US", "88510", "TX"},
		{"US", "00000", ""}, {"US", "96940", ""}, {"US", "99", ""}, {"US", "", ""},
		{"CA", "V7H 1L9", "BC"}, {"CA", "k1a 0b1", "ON"}, {"CA", "H2Y 1C6", "QC"}, {"CA", "X0A 0H0", "NU"}, {"CA", "X1A 1A1", "NT"}, {"CA", "X0Z 1A1", ""}, {"CA", "Z1A 1A1", ""},
		{"AU", "2000", "NSW"}, {"AU", "2600", "ACT"}, {"AU", "2601", "ACT"}, {"AU", "2614", "ACT"}, {"AU", "2619", "NSW"}, {"AU", "2913", "ACT"}, {"AU", "0200", "ACT"},
		{"AU", "4877", "QLD"}, {"AU", "3000", "VIC"}, {"AU", "5000", "SA"}, {"AU", "6000", "WA"}, {"AU", "7000", "TAS"}, {"AU", "0800", "NT"}, {"AU", "0870", "NT"},
		{"AU", "0872", ""}, {"AU", "2620", ""}, {"AU", "3644", ""}, // on both sides of a border
		{"MX", "03000", "CMX"}, {"MX", "16999", "CMX"}, {"MX", "17000", ""}, {"MX", "44100", "JAL"}, {"MX", "54000", "MEX"}, {"MX", "97000", "YUC"},
		{"DE", "10178", ""}, {"", "10024", ""},
	} {
		if got, ok := OfPostalCode(test.country, test.code); got.Code != test.want || ok != (test.want != "") {
			t.Errorf("%q of %s lies in %q, want %q", test.code, test.country, got.Code, test.want)
		}
	}
}

// Every subdivision has postal codes, and every beginning leads to one.
func TestEverySubdivisionHasPostalCodes(t *testing.T) {
	for _, country := range Countries() {
		reached := map[string]bool{}
		for beginning, code := range owners[country] {
			if _, found := Find(country, code); !found && code != "" {
				t.Errorf("%s: %s leads to %q", country, beginning, code)
			}
			reached[code] = true
		}
		for _, s := range Of(country) {
			if !reached[s.Code] {
				t.Errorf("%s: no postal code leads to %s", country, s.Code)
			}
		}
	}
}
