package subdivision

import (
	"regexp"
	"testing"
)

func TestEveryStateOnce(t *testing.T) {
	for country, want := range map[string]int{"US": 59, "AU": 8, "CA": 13, "MX": 32, "DE": 0, "": 0} {
		codes, names := map[string]bool{}, map[string]bool{}
		last := ""
		for _, s := range Of(country) {
			if !regexp.MustCompile(`^[A-Z]{2,3}$`).MatchString(s.Code) || s.Name == "" {
				t.Errorf("%s has %+v", country, s)
			}
			if s.Name < last {
				t.Errorf("%s: %s stands after %s", country, s.Name, last)
			}
			last = s.Name
			codes[s.Code], names[s.Name] = true, true
		}
		if len(codes) != want || len(names) != want {
			t.Errorf("%s has %d codes and %d names, want %d", country, len(codes), len(names), want)
		}
	}
}

func TestFind(t *testing.T) {
	for _, test := range []struct{ country, typed, want string }{
		{"US", "NY", "NY"}, {"US", "ny", "NY"}, {"US", "US-NY", "NY"}, {"US", " new york ", "NY"}, {"US", "District of Columbia", "DC"}, {"US", "PR", "PR"},
		{"US", "AE", "AE"}, {"AU", "NSW", "NSW"}, {"AU", "au-qld", "QLD"}, {"AU", "Queensland", "QLD"}, {"CA", "QC", "QC"}, {"CA", "québec", "QC"}, {"CA", "Québec", "QC"}, {"MX", "Nuevo Leon", "NLE"}, {"MX", "CDMX", "CMX"}, {"MX", "México D.F.", "CMX"}, {"MX", "mx-jal", "JAL"},
		{"US", "NSW", ""}, {"AU", "NY", ""}, {"CA", "", ""}, {"DE", "BE", ""}, {"US", "XX", ""},
	} {
		if got, ok := Find(test.country, test.typed); got.Code != test.want || ok != (test.want != "") {
			t.Errorf("%q of %s is %q, want %q", test.typed, test.country, got.Code, test.want)
		}
	}
}
