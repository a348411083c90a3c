package locale

import (
	"time"
	_ "time/tzdata" // containers bring none
)

// zones are where most people of a market live. Some markets have several: so
// every time names its zone, and the page's script writes the payer's own.
var zones = loadZones(map[string]string{
	"AT": "Europe/Vienna", "AU": "Australia/Sydney", "BE": "Europe/Brussels", "CA": "America/Toronto", "CH": "Europe/Zurich",
	"CZ": "Europe/Prague", "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "ES": "Europe/Madrid", "FI": "Europe/Helsinki",
	"FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens", "HU": "Europe/Budapest", "IE": "Europe/Dublin",
	"IT": "Europe/Rome", "MX": "America/Mexico_City", "NL": "Europe/Amsterdam", "NO": "Europe/Oslo", "NZ": "Pacific/Auckland",
	"PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "RO": "Europe/Bucharest", "SE": "Europe/Stockholm", "SK": "Europe/Bratislava",
	"US": "America/New_York",
})

func loadZones(names map[string]string) map[string]*time.Location {
	all := make(map[string]*time.Location, len(names))
	for country, name := range names {
		location, err := time.LoadLocation(name)
		if err != nil {
			panic(err) // the names above are of this file
		}
		all[country] = location
	}
	return all
}

// Local is an instant by the clocks of a country (ISO 3166-1 alpha-2).
func Local(t time.Time, country string) time.Time { return t.In(zoneOf(country)) }

func zoneOf(country string) *time.Location {
	if location, ok := zones[country]; ok {
		return location
	}
	return time.UTC
}
