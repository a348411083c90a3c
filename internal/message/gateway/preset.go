package gateway

import (
	"embed"
	"net/url"
	"strings"
)

//go:embed presets/*.json
var presets embed.FS

// presetHosts are where the presets' gateways are, unless the operator says
// otherwise.
var presetHosts = map[string]string{"twilio": "api.twilio.com", "vonage": "rest.nexmo.com"}

// account is what a preset's templates are filled with beside the message.
type account struct{ Host, User, Secret string }

// presetDescription is a preset with the operator's account.
func presetDescription(u *url.URL, host string) (Description, account, error) {
	if u.Opaque != "" || strings.Trim(u.Path, "/") != "" || u.Fragment != "" {
		return Description{}, account{}, errURL
	}
	secret, _ := u.User.Password()
	if u.User.Username() == "" || secret == "" {
		return Description{}, account{}, errAccount
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil || len(query) != 1 || len(query["from"]) != 1 || query.Get("from") == "" {
		return Description{}, account{}, errFrom
	}
	if u.Host != "" {
		host = u.Host
	}
	text, err := presets.ReadFile("presets/" + u.Scheme + ".json")
	if err != nil {
		return Description{}, account{}, err
	}
	d, err := parseDescription(text)
	d.From = query.Get("from")
	return d, account{Host: host, User: u.User.Username(), Secret: secret}, err
}
