package locale

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCountriesFollowTheAlphabet(t *testing.T) {
	codes := []string{"AT", "SE", "DE", "FR"}
	for locale, want := range map[string][]Country{
		"en-US": {{"AT", "Austria"}, {"FR", "France"}, {"DE", "Germany"}, {"SE", "Sweden"}},
		"sv-SE": {{"FR", "Frankrike"}, {"SE", "Sverige"}, {"DE", "Tyskland"}, {"AT", "Österrike"}},
	} {
		if diff := cmp.Diff(want, Match(locale).Countries(codes)); diff != "" {
			t.Errorf("%s: %s", locale, diff)
		}
	}
}

func TestCountryWithoutANameStandsForItself(t *testing.T) {
	got := Match("en").Countries([]string{"<script>", ""})
	if diff := cmp.Diff([]Country{{"", ""}, {"<script>", "<script>"}}, got); diff != "" {
		t.Error(diff)
	}
}
