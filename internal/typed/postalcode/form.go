package postalcode

import "regexp"

// form is a country's postal code. plain is what it looks like without blanks,
// hyphens and country prefix; groups cuts it for people to read, with what
// stands between.
type form struct {
	plain    *regexp.Regexp
	prefixes []string // of letters and a mail or lorry, in front of digits
	head     int      // characters in front of the separator; counted from the end where negative, 0: none
	between  string
	example  string
}

func digits(pattern, example string, head int, between string, prefixes ...string) form {
	return form{regexp.MustCompile("^" + pattern + "$"), prefixes, head, between, example}
}

// forms by country, ISO 3166-1 alpha-2.
var forms = map[string]form{
	"AT": digits(`\d{4}`, "1060", 0, "", "AT", "A"),
	"AU": digits(`\d{4}`, "2000", 0, "", "AU", "AUS"),
	"BE": digits(`\d{4}`, "1000", 0, "", "BE", "B"),
	"CA": digits(`[A-Z]\d[A-Z]\d[A-Z]\d`, "K1A 0B1", 3, " "),
	"CH": digits(`\d{4}`, "8001", 0, "", "CH"),
	"CZ": digits(`\d{5}`, "110 00", 3, " ", "CZ"),
	"DE": digits(`\d{5}`, "10178", 0, "", "DE", "D"),
	"DK": digits(`\d{4}`, "1556", 0, "", "DK"),
	"ES": digits(`\d{5}`, "28012", 0, "", "ES", "E"),
	"FI": digits(`\d{5}`, "00100", 0, "", "FI", "FIN", "SF", "AX"),
	"FR": digits(`\d{5}`, "75009", 0, "", "FR", "F"),
	"GB": digits(`[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}|GIR0AA`, "SW1A 1AA", -3, " "),
	"GR": digits(`\d{5}`, "105 57", 3, " ", "GR", "EL"),
	"HU": digits(`\d{4}`, "1083", 0, "", "HU", "H"),
	"IE": digits(`[A-Z]\d[\dW][A-Z\d]{4}`, "D02 AF30", 3, " "),
	"IT": digits(`\d{5}`, "00146", 0, "", "IT", "I"),
	"MX": digits(`\d{5}`, "03000", 0, "", "MX", "CP"),
	"NL": digits(`\d{4}[A-Z]{2}`, "1012 AB", 4, " ", "NL"),
	"NO": digits(`\d{4}`, "0194", 0, "", "NO", "N"),
	"NZ": digits(`\d{4}`, "6011", 0, "", "NZ"),
	"PL": digits(`\d{5}`, "00-950", 2, "-", "PL"),
	"PT": digits(`\d{4}(\d{3})?`, "1000-001", 4, "-", "PT", "P"),
	"RO": digits(`\d{6}`, "061357", 0, "", "RO"),
	"SE": digits(`\d{5}`, "111 48", 3, " ", "SE", "S"),
	"SK": digits(`\d{5}`, "811 01", 3, " ", "SK"),
	"US": digits(`\d{5}(\d{4})?`, "10001", 5, "-", "US", "USA"),
}
