package gateway

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/openhpp/openhpp/internal/egress"
)

// Gateway hands messages to one SMS gateway. It is safe for concurrent use.
type Gateway struct {
	client             egress.Sender
	request            requestTemplate
	success, permanent compiledRule
	now                func() time.Time
}

const maxFile = 64 << 10 // bytes of a description

var (
	errURL     = errors.New("OPENHPP_SMS_URL must be twilio://AccountSID:AuthToken@?from=%2B46…, vonage://key:secret@?from=Shop or file:/etc/openhpp/sms.json, special characters percent-encoded")
	errFrom    = errors.New("OPENHPP_SMS_URL must have the parameter from, a number such as %2B46… or a name, and no other")
	errAccount = errors.New("OPENHPP_SMS_URL must have both an account and its secret, as in twilio://AccountSID:AuthToken@?from=%2B46…")
)

// Load reads OPENHPP_SMS_URL: a preset with its credentials, or the file of a
// Description. It does not call the gateway, but it composes a message and
// looks whether its text survives. No error repeats a secret.
func Load(spec string, client egress.Sender) (*Gateway, error) {
	u, err := url.Parse(spec)
	if err != nil {
		return nil, errURL
	}
	d, account, err := readDescription(u)
	if err != nil {
		return nil, err
	}
	g, err := newGateway(d, account, client)
	if err != nil {
		return nil, fmt.Errorf("OPENHPP_SMS_URL: the gateway's description %w", err)
	}
	return g, nil
}

func readDescription(u *url.URL) (Description, account, error) {
	host, preset := presetHosts[u.Scheme]
	switch {
	case preset:
		return presetDescription(u, host)
	case u.Scheme == "file" && u.Host == "" && strings.HasPrefix(u.Path, "/") && u.RawQuery == "" && u.User == nil:
		text, err := readFile(u.Path)
		if err != nil {
			return Description{}, account{}, fmt.Errorf("OPENHPP_SMS_URL: %w", err)
		}
		d, err := parseDescription(text)
		if err != nil {
			return Description{}, account{}, fmt.Errorf("OPENHPP_SMS_URL: %s %w", u.Path, err)
		}
		return d, account{}, nil
	}
	return Description{}, account{}, errURL
}

func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(text) > maxFile {
		return nil, fmt.Errorf("%s must have at most %d bytes", path, maxFile)
	}
	return text, err
}

func newGateway(d Description, a account, client egress.Sender) (*Gateway, error) {
	g := &Gateway{client: client, now: time.Now}
	var err error
	if g.request, err = newRequestTemplate(d, a); err != nil {
		return nil, err
	}
	if len(d.Success.Status) == 0 {
		d.Success.Status = []Range{{200, 299}}
	}
	if g.success, err = d.Success.compile("success"); err != nil {
		return nil, err
	}
	if g.permanent, err = d.Permanent.compile("permanent"); err != nil {
		return nil, err
	}
	return g, g.request.probe()
}
