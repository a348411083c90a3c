package birthday

import "strings"

// order is in which order a date's parts stand.
type order string

const (
	dayFirst   order = "DMY"
	monthFirst order = "MDY"
	yearFirst  order = "YMD"
)

// custom is how the people of a country write dates. Most put the day first,
// and so do all who are not listed.
type custom struct {
	shown     order // of examples and hints
	separator string
	// last are the orders in use where the year stands last; two where people
	// of one country do not agree, so that a date may have to be asked back.
	last []order
}

var customs = map[string]custom{
	"AT": dotted, "CH": dotted, "CZ": dotted, "DE": dotted, "DK": dotted, "FI": dotted, "NO": dotted, "PL": dotted, "RO": dotted, "SK": dotted,
	"NL": {dayFirst, "-", []order{dayFirst}},
	"SE": {yearFirst, "-", []order{dayFirst}},
	"HU": {yearFirst, ".", []order{dayFirst}},
	"LT": {yearFirst, "-", []order{dayFirst}},
	"CN": {yearFirst, "-", []order{dayFirst}},
	"JP": {yearFirst, "/", []order{dayFirst}},
	"KR": {yearFirst, "-", []order{dayFirst}},
	"CA": {yearFirst, "-", []order{dayFirst, monthFirst}},
	"US": months, "AS": months, "GU": months, "MP": months, "PR": months, "VI": months, "PH": months,
}

var (
	slashed = custom{dayFirst, "/", []order{dayFirst}}
	dotted  = custom{dayFirst, ".", []order{dayFirst}}
	months  = custom{monthFirst, "/", []order{monthFirst}}
)

func customOf(country string) custom {
	if c, ok := customs[strings.ToUpper(country)]; ok {
		return c
	}
	return slashed
}

// Order is how a country's hints name the parts of a date: "DMY", "MDY" or
// "YMD". country is ISO 3166-1 alpha-2 in either case.
func Order(country string) string { return string(customOf(country).shown) }

// Example is the day that ISO 8601 writes as 1970-07-31 in a country's order,
// such as "31.07.1970". The day cannot be taken for a month.
func Example(country string) string {
	c := customOf(country)
	parts := map[byte]string{'D': "31", 'M': "07", 'Y': "1970"}
	return parts[c.shown[0]] + c.separator + parts[c.shown[1]] + c.separator + parts[c.shown[2]]
}
