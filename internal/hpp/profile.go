package hpp

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/openhpp/openhpp/internal/weburl"
)

// TillChannel is a way to the payer that the distribution module may offer.
type TillChannel string

// The channels, in the order in which the module shows them.
const (
	TillQR    TillChannel = "QR"
	TillEmail TillChannel = "EMAIL"
	TillSMS   TillChannel = "SMS"
	TillCode  TillChannel = "TOKEN"
)

// TillChannels lists them all.
var TillChannels = []TillChannel{TillQR, TillEmail, TillSMS, TillCode}

// TillMode is whom the distribution module speaks to (docs/spec/hpp.md §7.4).
type TillMode string

// The views. A self-checkout shows a payer no more than that payer needs.
const (
	SellerMode       TillMode = "SELLER"
	SelfCheckoutMode TillMode = "SELF_CHECKOUT"
)

// Profile is a merchant's stored defaults of sessions and of the distribution
// module (docs/spec/hpp.md §7.5). The merchant chooses its id.
type Profile struct {
	ID       string
	Merchant MerchantID
	Name     string
	Options  RequestedOptions // defaults of a session's options
	Channels []TillChannel
	TillMode TillMode
	Locale   string // of the module; empty: the session's
	// Origins may embed the module in their pages, and nobody else.
	Origins []string
	// AppSchemes may stand in the return addresses of a session, beside https
	// and schemes in reverse-domain form.
	AppSchemes []string
	UpdatedAt  time.Time // UTC, milliseconds
}

// ProfileInput is a profile as a merchant sent it: nothing checked.
type ProfileInput struct {
	Name     string
	Options  RequestedOptions
	Channels []string
	View     string
	Locale   string
	Origins  []string

	AppSchemes []string
}

// ProfileStore keeps profiles. Every method is one transaction.
type ProfileStore interface {
	// PutProfile stores a profile under its tenant and id, in place of an older
	// one, and reports whether there was none. ErrTooManyProfiles when the tenant has
	// most of others.
	PutProfile(ctx context.Context, p Profile, most int64) (created bool, err error)
	// Profile answers ErrNoProfile when the tenant has no such one.
	Profile(ctx context.Context, merchant MerchantID, id string) (Profile, error)
	// ListProfiles lists a tenant's, by id.
	ListProfiles(ctx context.Context, merchant MerchantID) ([]Profile, error)
	// DeleteProfile answers ErrNoProfile when there was none.
	DeleteProfile(ctx context.Context, merchant MerchantID, id string) error
}

// ErrNoProfile means that the merchant has no such profile.
var ErrNoProfile = newError(CodeNotFound, "Profile not found")

// ErrTooManyProfiles means that a tenant cannot have another one.
var ErrTooManyProfiles = newError(CodeConflict, "This merchant has as many profiles as it may; delete one first")

const (
	maxProfiles    = 1000 // of one merchant
	maxProfileName = 100  // characters
	maxOrigins     = 20
	maxAppSchemes  = 20
	maxLocale      = 35 // characters, as long as a language tag gets
)

var (
	profileID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)
	localeTag = regexp.MustCompile(`^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$`)
)

// parse puts a draft into its stored form.
func (d ProfileInput) parse(id string, judge Contacts) (Profile, error) {
	var f fieldErrors
	p := Profile{ID: id, Name: strings.TrimSpace(d.Name), Options: d.Options.canonical(), Locale: d.Locale}
	if !profileID.MatchString(id) {
		f.add("profile_id", "must be 1 to 64 letters, digits, dots, hyphens or underscores")
	}
	if utf8.RuneCountInString(p.Name) > maxProfileName || strings.ContainsFunc(p.Name, unicode.IsControl) {
		f.add("name", fmt.Sprintf("must be at most %d characters, none of them a control character", maxProfileName))
	}
	p.Options.Support = d.Options.parse(&f, judge).Support
	p.TillMode = parseEnum(&f, "view", d.View, SellerMode, SelfCheckoutMode)
	for i, raw := range d.Channels {
		if channel := parseEnum(&f, fmt.Sprintf("channels[%d]", i), raw, TillChannels...); !slices.Contains(p.Channels, channel) {
			p.Channels = append(p.Channels, channel)
		}
	}
	if len(p.Locale) > maxLocale || (p.Locale != "" && !localeTag.MatchString(p.Locale)) {
		f.add("locale", "must be a language tag, such as sv-SE")
	}
	if len(d.AppSchemes) > maxAppSchemes {
		f.add("app_schemes", fmt.Sprintf("must be at most %d schemes", maxAppSchemes))
		return p, f.err()
	}
	for i, scheme := range d.AppSchemes {
		if err := weburl.Scheme(scheme); err != nil {
			f.add(fmt.Sprintf("app_schemes[%d]", i), err.Error())
		}
		p.AppSchemes = append(p.AppSchemes, scheme)
	}
	if len(d.Origins) > maxOrigins {
		f.add("frame_ancestors", fmt.Sprintf("must be at most %d origins", maxOrigins))
		return p, f.err()
	}
	for i, raw := range d.Origins {
		origin, ok := originOf(raw)
		if !ok {
			f.add(fmt.Sprintf("frame_ancestors[%d]", i), "must be an origin: https, a host in ASCII, and a port where it is not 443, such as https://till.example.com")
		}
		p.Origins = append(p.Origins, origin)
	}
	return p, f.err()
}

var originHost = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$`)

// originOf reads an origin strictly, since it becomes part of a header. Plain
// http is for a till's developer, on the same machine.
func originOf(raw string) (string, bool) {
	u, err := url.Parse(strings.ToLower(raw))
	if err != nil || !originHost.MatchString(u.Host) || (u.Path != "" && u.Path != "/") || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", false
	}
	local := u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1"
	if u.Scheme != "https" && (u.Scheme != "http" || !local) {
		return "", false
	}
	return u.Scheme + "://" + u.Host, true
}
