package subdivision

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

//go:embed postalcodes.json
var postalCodesJSON []byte

// owners are the subdivisions by country and by how their postal codes begin.
// The longest beginning decides. An empty code stands where postal services
// deliver across a border, so that the postal code does not decide.
var owners = loadOwners()

func loadOwners() map[string]map[string]string {
	var all map[string]map[string]string // country, code, beginnings
	if err := json.Unmarshal(postalCodesJSON, &all); err != nil {
		panic("subdivision: postalcodes.json: " + err.Error())
	}
	byBeginning := map[string]map[string]string{}
	for country, codes := range all {
		byBeginning[country] = map[string]string{}
		for code, beginnings := range codes {
			for part := range strings.FieldsSeq(beginnings) {
				for _, beginning := range expand(part) {
					if other, taken := byBeginning[country][beginning]; taken {
						panic("subdivision: postalcodes.json: " + country + " " + beginning + " is of " + other + " and of " + code)
					}
					byBeginning[country][beginning] = code
				}
			}
		}
	}
	return byBeginning
}

// expand lists the beginnings of a range of digits, such as "31-33", or the one
// that is no range.
func expand(part string) []string {
	low, high, isRange := strings.Cut(part, "-")
	if !isRange {
		return []string{part}
	}
	first, err := strconv.Atoi(low)
	last, err2 := strconv.Atoi(high)
	if err != nil || err2 != nil || len(low) != len(high) {
		panic("subdivision: postalcodes.json: " + part)
	}
	var all []string
	for n := first; n <= last; n++ {
		all = append(all, fmt.Sprintf("%0*d", len(low), n))
	}
	return all
}

// OfPostalCode is the subdivision that a postal code of the country lies in;
// false where the code does not decide it, and where addresses name none. The
// code is as its country writes it; a shorter one may decide as well.
func OfPostalCode(country, code string) (Subdivision, bool) {
	code = strings.ToUpper(strings.ReplaceAll(code, " ", ""))
	for end := len(code); end > 0; end-- {
		if owner, found := owners[country][code[:end]]; found {
			return Find(country, owner)
		}
	}
	return Subdivision{}, false
}
